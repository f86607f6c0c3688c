//! Answers keep Telegram's limits too, against a Telegram that enforces them.

use super::program::{PERSON, Story};

/// "Avoid sending more than one message per second" to a chat: who asks faster is answered a second apart, and all of it.
#[tokio::test]
async fn answers_in_one_chat_come_a_second_apart() {
    let story = Story::told(&["Harbour reopens in Venezuela"]).await;
    story.fake.enforce_limits();
    for question in ["/country Venezuela", "/country Peru", "/help"] {
        story.fake.user_says(PERSON, question);
    }
    story.fake.wait_for_messages(PERSON, 3).await;
    let refused = story
        .fake
        .limits(|limits| format!("{:?}", limits.refused.iter().map(|one| &one.why).collect::<Vec<_>>()));
    assert_eq!(refused, "[]");
}
