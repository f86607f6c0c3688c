//! Which articles are one story.

use dateline::digest::{Piece, group};

use super::newsroom::country;

pub fn grouped(pieces: &[(&str, &str)]) -> Vec<usize> {
    group(
        &pieces
            .iter()
            .map(|(title, text)| Piece {
                title,
                text,
                publisher: "",
                ..Piece::default()
            })
            .collect::<Vec<_>>(),
    )
}

/// Six headlines on one event among others once stood as six stories in a digest.
#[test]
fn six_reports_of_one_event_are_one_story() {
    let pieces = [
        (
            "Strong earthquake shakes Dorvan, at least 12 dead",
            "An earthquake of magnitude 6.4 struck the Dorvan valley before dawn on Tuesday and killed at least 12 people, the civil guard said.",
        ),
        (
            "Dorvan quake: rescuers dig through rubble",
            "Rescuers in Dorvan dug through collapsed houses on Tuesday after an earthquake of magnitude 6.4 struck the valley before dawn.",
        ),
        (
            "12 killed as magnitude 6.4 earthquake hits Dorvan valley",
            "At least 12 people died when an earthquake hit the Dorvan valley early on Tuesday, according to the civil guard.",
        ),
        (
            "State of emergency declared after Dorvan earthquake",
            "The governor declared a state of emergency in the Dorvan valley after the earthquake of magnitude 6.4 that killed at least 12.",
        ),
        (
            "Earthquake in Dorvan leaves thousands without shelter",
            "Thousands of people in the Dorvan valley spent Tuesday in tents after an earthquake destroyed their houses before dawn.",
        ),
        (
            "Aid flights leave for quake-hit Dorvan",
            "Two aid flights with tents left for the Dorvan valley, where an earthquake killed at least 12 people on Tuesday.",
        ),
        (
            "Chess title goes to Amara Lind",
            "Amara Lind won the chess championship in Norrby with a draw in the last game.",
        ),
        (
            "New tram line opens in Port Maren",
            "A tram line with eleven stops opened in Port Maren on Tuesday.",
        ),
    ];
    assert_eq!(grouped(&pieces), [0, 0, 0, 0, 0, 0, 6, 7]);
}

/// Five topics once became one story because they shared the words of all news.
#[test]
fn unrelated_news_of_one_country_stays_apart() {
    let pieces = [
        (
            "Velia: parliament passes the budget",
            "The parliament of Velia passed the budget for next year on Tuesday, the government said. The prime minister called it a good day for the country.",
        ),
        (
            "Velia: measles cases rise in the north",
            "Doctors in northern Velia reported 200 cases of measles this week, the government said. The health minister called on parents to vaccinate children.",
        ),
        (
            "Velia: national team wins in the rain",
            "The national team of Velia won its match against Soria by two goals on Tuesday. The coach said it was a good day for the country.",
        ),
        (
            "Velia: central bank keeps interest rates",
            "The central bank of Velia kept its interest rate at four percent on Tuesday. The governor said prices were stable.",
        ),
        (
            "Velia: fire destroys an old theatre",
            "A fire destroyed a wooden theatre in Velia's second city on Tuesday. The mayor said nobody was hurt.",
        ),
    ];
    assert_eq!(grouped(&pieces), [0, 1, 2, 3, 4]);
}

#[test]
fn a_reprint_with_an_editors_note_joins_its_original() {
    let body = "The museum of Halden returned 31 bronze figures to the town of Osei on Monday. Curators packed them in four crates. A choir sang when the lorry arrived.";
    let reprint =
        format!("The following article was originally published by the Halden Post. We reproduce it here.\n\n{body}");
    let cut = body.split(". A choir").next().unwrap();
    assert_eq!(
        grouped(&[
            ("Bronzes go home", body),
            ("Halden's bronzes return", &reprint),
            ("", cut),
            (
                "Rain",
                "Rain fell on the plains of Mero all week, and farmers sowed early."
            )
        ]),
        [0, 0, 0, 3]
    );
    assert_eq!(grouped(&[]), Vec::<usize>::new());
    assert_eq!(grouped(&[("", ""), ("", "")]), [0, 1]);
}

/// A minister's three journeys, told at length by one house, once stood as one story in a digest.
#[test]
fn three_journeys_of_one_minister_in_one_paper_are_three_stories() {
    let journeys = [
        (
            "Ivo Marden attends lakes council in Sandvar",
            "From 3 to 9 May, Premier Ivo Marden travelled to Osmia for the council of the Northern Lakes Compact (NLC), to Karth for \
             an official visit and to Belmora for the Nine Rivers meeting. In Sandvar, Marden told his Osmian counterpart Petra Holm \
             that Velia stands ready to deepen cooperation in fisheries and energy. Marden said the two neighbours have a long \
             tradition of friendship. The Compact members signed a declaration on clean water and shared rescue boats.",
        ),
        (
            "Ivo Marden's visit to Karth gives the salt railway new life",
            "Following his visit to Osmia for the council of the Northern Lakes Compact (NLC), Premier Ivo Marden paid an official \
             visit to Karth from 5 to 7 May. In Dunmere, Marden said that Velia and Karth have a long tradition of friendship and \
             that Velia stands ready to deepen cooperation in mining and transport. He and President Adaeze Lund started work on the \
             salt railway, which has carried no train for twelve years.",
        ),
        (
            "Velia speaks for fairness at the Nine Rivers meeting",
            "Following his visits to Osmia and Karth, Premier Ivo Marden arrived in Belmora on 7 May for the Nine Rivers meeting. \
             Marden told President Tomas Reyl that Velia stands ready to deepen cooperation and that both have a long tradition of \
             friendship. In his speech Marden asked for lower tariffs on grain and for a fund against drought.",
        ),
    ];
    let told = |publishers: [&str; 3]| {
        let pieces: Vec<Piece<'_>> = journeys
            .iter()
            .zip(publishers)
            .map(|((title, text), publisher)| Piece {
                title,
                text,
                publisher,
                ..Piece::default()
            })
            .collect();
        group(&pieces)
    };
    assert_eq!(told(["Velia Herald"; 3]), [0, 1, 2]);
    assert_eq!(
        told(["Velia Herald", "Velia Herald News", "Velia Herald World"]),
        [0, 1, 2],
        "desks are one house"
    );
}

#[test]
fn a_house_that_prints_its_own_article_again_tells_one_story() {
    let text = "The museum of Halden returned 31 bronze figures to the town of Osei on Monday. Curators packed them in four \
                crates. A choir sang when the lorry arrived.";
    let again = format!("Updated at noon. {text} The mayor thanked the museum.");
    let pieces = [("Bronzes go home", text), ("Bronzes go home to Osei", &again)].map(|(title, text)| Piece {
        title,
        text,
        publisher: "Halden Post",
        ..Piece::default()
    });
    assert_eq!(group(&pieces), [0, 0]);
}

/// A ferry sinks, told in two languages; a country's president is in the news for two things.
#[test]
fn an_event_is_one_story_in_two_languages_and_two_events_of_one_president_are_two() {
    let pieces = [
        (
            "Ferry Santa Brisa sinks off Puerto Lirio, 31 rescued",
            "The ferry Santa Brisa sank on Monday off Puerto Lirio in Velia with 74 people on board. The coast guard rescued 31 of \
             them, captain Ramiro Ostende said. The ferry had left Isla Morada at 6:40 and was bound for Puerto Lirio when waves of \
             4.5 metres broke a door.",
        ),
        (
            "Velia opens a dam on the Tarcal river",
            "The president of Velia, Lucía Marbán, opened a dam on the Tarcal river on Monday. It cost 210 million and will light \
             90,000 homes in the south of the country, the government said.",
        ),
        (
            "Se hunde el transbordador Santa Brisa frente a Puerto Lirio: 31 rescatados",
            "El transbordador Santa Brisa se hundió el lunes frente a Puerto Lirio, en Velia, con 74 personas a bordo. Los \
             guardacostas rescataron a 31, dijo el capitán Ramiro Ostende. Había salido de Isla Morada a las 6:40 y olas de 4.5 \
             metros rompieron una puerta.",
        ),
        (
            "Los maestros de Velia van a la huelga",
            "Los maestros de Velia dejaron las aulas el lunes para pedir mejores salarios. La presidenta Lucía Marbán dijo que el \
             gobierno hablará con el sindicato, que reúne a 12.000 maestros del país.",
        ),
    ];
    assert_eq!(grouped(&pieces), [0, 1, 0, 3]);
}

#[test]
fn the_same_words_are_one_story_unless_there_are_none() {
    let pieces = [
        ("", "Comments"),
        ("Fog", "Comments"),
        ("", "Comments"),
        ("Frost", "Comments"),
        ("", ""),
        ("", ""),
    ];
    assert_eq!(grouped(&pieces), [0, 1, 0, 3, 4, 5]);
}

/// What a page says about itself is no news that two of its articles share.
#[test]
fn furniture_of_pages_joins_nothing() {
    let furniture =
        "We use cookies to remember what you read; see our privacy policy. Your browser does not play this clip.";
    let pieces = [
        (
            "",
            format!("{furniture} The bakers of Osei baked a loaf of nine metres for the harvest feast."),
        ),
        (
            "",
            format!("{furniture} A comet with a green tail passed over the plains of Mero before dawn."),
        ),
    ];
    let pieces: Vec<(&str, &str)> = pieces.iter().map(|(title, text)| (*title, text.as_str())).collect();
    assert_eq!(grouped(&pieces), [0, 1]);
}

#[test]
fn a_house_that_prints_its_sentences_in_another_order_tells_one_story() {
    let sentences = [
        "Divers found a bronze bell from the trader Aurelia on the bed of lake Tarn on Sunday morning.",
        "The bell weighs ninety kilograms and carries the name of a foundry in Halden that closed long ago.",
        "Curators will keep it in fresh water for eight months before visitors of the harbour museum see it.",
        "A fisherman had told the divers of a place where his nets were torn again and again.",
    ];
    let pieces = [
        ("Bell of the Aurelia found", sentences.join(" ")),
        (
            "Museum waits for a bell",
            [sentences[2], sentences[3], sentences[0]].join(" "),
        ),
    ];
    let pieces: Vec<Piece<'_>> = pieces
        .iter()
        .map(|(title, text)| Piece {
            title,
            text,
            publisher: "Halden Post",
            ..Piece::default()
        })
        .collect();
    assert_eq!(group(&pieces), [0, 0]);
}

#[test]
fn the_same_kind_of_accident_in_another_country_is_another_story() {
    let (malawi, tanzania) = (["MW"].map(country), ["TZ"].map(country));
    let told = |title, text, countries| Piece {
        title,
        text,
        countries,
        ..Piece::default()
    };
    let pieces = [
        told(
            "Ferry sinks on Lake Malawi, 17 dead",
            "A ferry with 90 passengers sank on Lake Malawi on Monday and at least 17 people died, police said. The boat, the \
             Namalenje, had left Nkhotakota at noon. Fishermen saved 54 people before night fell.",
            &malawi[..],
        ),
        told(
            "Ferry sinks on Lake Victoria, nine dead",
            "At least nine people died when a ferry with 60 passengers sank on Lake Victoria on Monday, police in Tanzania \
             said. The boat was the Kagera Pearl, on its way from Bukoba. Its crew saved 44 people.",
            &tanzania[..],
        ),
        told(
            "Malawi ferry: toll rises to 23",
            "Divers found six more bodies in the ferry Namalenje on Lake Malawi, police in Nkhotakota said, which brings the \
             dead to 23.",
            &malawi[..],
        ),
    ];
    assert_eq!(group(&pieces), [0, 1, 0]);
}
