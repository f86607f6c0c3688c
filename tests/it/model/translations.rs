//! What gets through the gate for translations, in our own words: what is right should pass, what is wrong must not.

mod samples;

use dateline::model::gate::Refusal;
use dateline::model::gate::translation::{LENGTHS, check, sources, stretch};
use dateline::places::Places;

use samples::{FRESH, SAMPLES, Sample};

#[test]
fn most_translations_that_nothing_was_fitted_to_pass() {
    let places = Places::default();
    let mut refused = Vec::new();
    for (language, sentence, faithful) in FRESH {
        let read = sources(&[(sentence, Some(language))]).expect(sentence);
        if let Err(refusal) = check(&serde_json::to_string(&[faithful]).unwrap(), &read, &places) {
            refused.push(format!("{refusal}: {faithful}"));
        }
    }
    println!("{} of {} fresh ones refused: {refused:#?}", refused.len(), FRESH.len());
    assert!(refused.len() * 5 <= FRESH.len(), "{refused:#?}");
}

/// What is wrong and passes: a plain word in the place of another. No list of words ends this.
const UNSEEN: &[(&str, &str, &str)] = &[
    (
        "es",
        "El Gobierno de Perú abrió el martes una carretera de 40 kilómetros en la sierra de Cusco.",
        "The government of Peru opened a prison of 40 kilometres in the mountains of Cusco on Tuesday.",
    ),
    (
        "fr",
        "Quatre alpinistes ont été secourus dans les Alpes, selon la gendarmerie.",
        "Four smugglers were rescued in the Alps, according to the gendarmerie.",
    ),
    (
        "pt",
        "A seca destruiu metade da colheita de milho no sul do Brasil.",
        "The drought improved half of the maize harvest in the south of Brazil.",
    ),
];

/// Further lies and tricks, each about the first sentence of the samples.
const TRICKS: &[&str] = &[
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, so go there.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday and buy shares.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, I think.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, click here.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday at peru.example.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, \"a gift\".",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, 'a gift'.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday \u{1f6a2}.",
    "The government of Peru opened a road of 40 kilometres\nin the mountains of Cusco on Tuesday.",
    "The government of P\u{435}ru opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
    "The government of Peru opened a road of \u{664}\u{660} kilometres in the mountains of Cusco on Tuesday.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday",
    "Did the government of Peru open a road of 40 kilometres in the mountains of Cusco on Tuesday?",
    "**The government of Peru** opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, two died.",
    "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday, officials said.",
    "The government of Peru may have opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
    "Peru opened a road of 40 kilometres in Cusco on Tuesday.",
    "Trump: the government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
    "The corrupt government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
    "",
];

#[test]
fn tricks_do_not_pass_and_what_does_is_known() {
    let places = Places::default();
    let first = SAMPLES.first().unwrap();
    let passing: Vec<&&str> = TRICKS
        .iter()
        .filter(|told| verdict(first, told, &places).is_ok())
        .collect();
    assert!(passing.is_empty(), "{passing:#?}");
    for (language, sentence, told) in UNSEEN {
        let read = sources(&[(sentence, Some(language))]).expect(sentence);
        let verdict = check(&serde_json::to_string(&[told]).unwrap(), &read, &places);
        assert!(verdict.is_ok(), "now it is seen, which is good: {verdict:?} {told}");
    }
}

#[test]
fn numbers_are_read_as_each_language_writes_them() {
    let places = Places::default();
    for (language, sentence, told, passes) in [
        (
            "es",
            "La obra costó 1.200.000,50 euros y duró dos años, según el diario.",
            "The work cost 1,200,000.50 euros and lasted two years, according to the newspaper.",
            true,
        ),
        (
            "es",
            "La obra costó dos mil millones de euros a la ciudad de Lima.",
            "The work cost two billion euros to the city of Lima.",
            true,
        ),
        (
            "es",
            "La obra costó dos mil millones de euros a la ciudad de Lima.",
            "The work cost two million euros to the city of Lima.",
            false,
        ),
        (
            "es",
            "La obra costó treinta y cinco millones de euros a la ciudad de Lima.",
            "The work cost 35 million euros to the city of Lima.",
            true,
        ),
        (
            "es",
            "La obra costó dos mil quinientos euros a la ciudad de Lima.",
            "The work cost 2,000 euros to the city of Lima.",
            false,
        ),
        (
            "de",
            "Die Arbeiten in der Stadt kosteten 2,5 Mrd. Euro und 1.500 Menschen kamen.",
            "The work in the town cost 2.5 billion euros and 1,500 people came.",
            true,
        ),
        (
            "de",
            "Die Arbeiten in der Stadt kosteten 2,5 Mrd. Euro und 1.500 Menschen kamen.",
            "The work in the town cost 2.5 billion euros and 1.500 people came.",
            false,
        ),
        (
            "fr",
            "Des milliers de personnes et 12 000 chevaux sont dans la ville.",
            "Thousands of people and 12,000 horses are in the town.",
            true,
        ),
        (
            "fr",
            "Des milliers de personnes et 12 000 chevaux sont dans la ville.",
            "Millions of people and 12,000 horses are in the town.",
            false,
        ),
        (
            "fr",
            "La réunion de la ville est à 14h30 dans la mairie.",
            "The meeting of the town is at 4:30 in the town hall.",
            false,
        ),
    ] {
        let read = sources(&[(sentence, Some(language))]).expect(sentence);
        let verdict = check(&serde_json::to_string(&[told]).unwrap(), &read, &places);
        assert_eq!(verdict.is_ok(), passes, "{verdict:?} {sentence} {told}");
    }
}

#[test]
fn only_languages_with_tables_are_read() {
    let spanish = "El Gobierno de Perú abrió el martes una carretera en la sierra de Cusco.";
    let english = "The government of Peru opened a road in the mountains of Cusco on Tuesday.";
    let polish = "Rząd Peru otworzył we wtorek drogę w górach koło miasta Cusco.";
    assert!(sources(&[(spanish, Some("es-PE"))]).is_some());
    assert!(sources(&[(spanish, None)]).is_some());
    // What an article is said to be in and what its words tell must agree.
    assert!(sources(&[(spanish, Some("fr"))]).is_none());
    assert!(sources(&[(english, Some("en"))]).is_none());
    assert!(sources(&[(spanish, Some("es")), (polish, Some("pl"))]).is_none());
    // English sentences of a story stay as they are.
    let both = sources(&[(spanish, Some("es")), (english, Some("en"))]).unwrap();
    let places = Places::default();
    let answer = |second: &str| serde_json::to_string(&[english, second]).unwrap();
    assert!(check(&answer(english), &both, &places).is_ok());
    assert!(check(&format!("```json\n{}\n```", answer(english)), &both, &places).is_ok());
    assert!(check(&answer("The road was opened."), &both, &places).is_err());
}

fn verdict(sample: &Sample, told: &str, places: &Places) -> Result<String, Refusal> {
    let sentences = sources(&[(sample.sentence, Some(sample.language))]).expect(sample.sentence);
    check(&serde_json::to_string(&[told]).unwrap(), &sentences, places)
}

#[test]
fn of_faithful_translations_most_pass_and_of_corrupted_ones_none() {
    let places = Places::default();
    let (mut refused, mut wrong, mut all) = (Vec::new(), Vec::new(), 0);
    let mut lengths: Vec<f64> = Vec::new();
    for sample in SAMPLES {
        lengths.push(stretch(sample.faithful, sample.sentence));
        if let Err(refusal) = verdict(sample, sample.faithful, &places) {
            refused.push(format!("{refusal}: {}", sample.faithful));
        }
        for told in sample.corrupted {
            all += 1;
            match verdict(sample, told, &places) {
                Ok(_) => wrong.push(*told),
                Err(refusal) => println!("{refusal:60} {told}"),
            }
        }
    }
    lengths.sort_by(f64::total_cmp);
    println!("{} of {} faithful refused: {refused:#?}", refused.len(), SAMPLES.len());
    println!("{} of {all} corrupted pass: {wrong:#?}", wrong.len());
    println!("lengths {lengths:.2?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(refused.len() * 5 <= SAMPLES.len(), "{refused:#?}");
    assert!(
        lengths.iter().all(|length| LENGTHS.0 < *length && *length < LENGTHS.1),
        "{lengths:?}"
    );
}
