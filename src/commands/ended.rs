//! Who is back where nobody was is told what ended meanwhile, and how to get it again.

use jiff::tz::TimeZone;

use super::settings::as_typed;
use super::{Asker, Core};
use crate::i18n::subscriptions as words;
use crate::reply::{Block, Reply};

impl Core {
    /// Adds to an answer to somebody who manages what comes here, once, what ended in the asker's chat because the platform said that nobody was there, with a
    /// button that brings each back as it was.
    pub(super) async fn tell_what_ended(&self, mut reply: Reply, asker: &Asker) -> Reply {
        // The buttons are for those who may press them, and it is told only once.
        if !asker.may_manage {
            return reply;
        }
        let destination = &asker.destination;
        let ended = match self.store.ended_subscriptions(destination).await {
            Ok(ended) => ended,
            // What was asked is done and answered: it is told below the next answer.
            Err(error) => {
                tracing::error!(%error, %destination, "what ended is not told");
                return reply;
            }
        };
        // What ended together is told together.
        for together in ended.chunk_by(|a, b| (a.at, &a.why) == (b.at, &b.why)) {
            let Some(first) = together.first() else {
                continue;
            };
            let titles = together
                .iter()
                .map(|one| one.subscription.scope.title(&self.config.regions));
            let titles: Vec<String> = titles.collect();
            let zone = TimeZone::get(&first.subscription.zone).unwrap_or(TimeZone::UTC);
            let on = first.at.to_zoned_datetime(zone).date();
            let said = words::ended(&titles, on, destination.platform.as_str(), &first.why);
            reply.blocks.insert(0, Block::Paragraph(said.into()));
            for (one, title) in together.iter().zip(titles) {
                reply = reply.action(
                    format!("Bring back {title}"),
                    format!("/subscribe {}", as_typed(&one.subscription)),
                );
            }
        }
        if !ended.is_empty()
            && let Err(error) = self.store.forget_ended_subscriptions(destination).await
        {
            tracing::error!(%error, %destination, "what ended is told again");
        }
        reply
    }
}
