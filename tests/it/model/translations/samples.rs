//! News sentences of our own with translations that are right and wrong.

/// A sentence, its faithful translation, and unfaithful ones.
pub struct Sample {
    pub language: &'static str,
    pub sentence: &'static str,
    pub faithful: &'static str,
    pub corrupted: &'static [&'static str],
}

const fn sample(
    language: &'static str,
    sentence: &'static str,
    faithful: &'static str,
    corrupted: &'static [&'static str],
) -> Sample {
    Sample {
        language,
        sentence,
        faithful,
        corrupted,
    }
}

pub const SAMPLES: &[Sample] = &[
    sample(
        "es",
        "El Gobierno de Perú abrió el martes una carretera de 40 kilómetros en la sierra de Cusco.",
        "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
        &[
            "The government of Peru opened a road of 400 kilometres in the mountains of Cusco on Tuesday.",
            "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Friday.",
            "The government of Chile opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
            "The government of Peru opened a road of 40 kilometres in the mountains of Puno on Tuesday.",
            "The government of Peru closed a road of 40 kilometres in the mountains of Cusco on Tuesday.",
            "The government of Peru has not opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
            "The government of Peru opened a road of 40 miles in the mountains of Cusco on Tuesday.",
            "The government of Peru will open a road of 40 kilometres in the mountains of Cusco on Tuesday.",
            "The government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday. Visit it soon.",
            "The government of Peru opened a road of 40 kilometres in Cusco on Tuesday, please share this.",
            "Call 40 friends, the government of Peru opened a road in the mountains of Cusco on Tuesday.",
            "The government of Peru opened a road of 40 kilometres in the mountains of Cusco.",
            "The Trump government of Peru opened a road of 40 kilometres in the mountains of Cusco on Tuesday.",
            "El Gobierno de Perú abrió el martes una carretera de 40 kilómetros en la sierra de Cusco.",
        ],
    ),
    sample(
        "es",
        "La ministra de Salud, Ana Quispe, dijo que la vacuna no llegará antes de mayo.",
        "Health Minister Ana Quispe said that the vaccine will not arrive before May.",
        &[
            "Health Minister Ana Quispe said that the vaccine will arrive before May.",
            "Health Minister Ana Flores said that the vaccine will not arrive before May.",
            "Health Minister Quispe Ana said that the vaccine will not arrive before May.",
            "Health Minister Ana Quispe said that the vaccine will not arrive before June.",
            "Health Minister Ana Quispe said that the vaccine will not arrive after May.",
            "For Health Minister Ana Quispe the vaccine will not arrive before May.",
            "Defence Minister Ana Quispe said that the vaccine will not arrive before May.",
            "Health Minister Ana Quispe said that the vaccine did not arrive before May.",
        ],
    ),
    sample(
        "es",
        "Al menos doce personas murieron y otras 30 resultaron heridas en un choque de autobuses cerca de Guayaquil.",
        "At least 12 people died and another 30 were injured in a collision of buses near Guayaquil.",
        &[
            "At least 30 people died and another 12 were injured in a collision of buses near Guayaquil.",
            "At least 12 people were rescued and another 30 were injured in a collision of buses near Guayaquil.",
            "12 people died and another 30 were injured in a collision of buses near Guayaquil.",
            "At least 12 people died and another 30 were injured in a collision of buses near Quito.",
            "At least 12 thousand people died and another 30 were injured in a collision of buses near Guayaquil.",
        ],
    ),
    sample(
        "es",
        "Las exportaciones de cobre de Chile cayeron un 2,5 % en marzo, según el Banco Central.",
        "Copper exports from Chile fell 2.5% in March, according to the Central Bank.",
        &[
            "Copper exports from Chile rose 2.5% in March, according to the Central Bank.",
            "Copper exports from Chile fell 25% in March, according to the Central Bank.",
            "Copper exports from Chile fell 2.5% in March, a hard blow to the Central Bank.",
            "Copper exports from Chile fell 2.5 million in March, according to the Central Bank.",
            "Copper exports from Peru fell 2.5% in March, according to the Central Bank.",
        ],
    ),
    sample(
        "es",
        "El Congreso de Colombia aprobó el jueves un presupuesto de 1.200 millones de dólares.",
        "The Congress of Colombia approved a budget of 1,200 million dollars on Thursday.",
        &[
            "The Congress of Colombia approved a budget of 1.2 million dollars on Thursday.",
            "The Congress of Colombia approved a budget of 1,200 million euros on Thursday.",
            "The Congress of Colombia rejected a budget of 1,200 million dollars on Thursday.",
            "The Senate of Colombia approved a budget of 1,200 million dollars on Thursday.",
        ],
    ),
    sample(
        "es",
        "La policía detuvo a dos hombres sospechosos de robar cuadros en un museo de Sevilla.",
        "Police arrested two men suspected of stealing paintings from a museum in Seville.",
        &[
            "Police released two men suspected of stealing paintings from a museum in Seville.",
            "Police arrested two men for stealing the paintings from a museum in Seville.",
            "Police arrested two women suspected of stealing paintings from a museum in Seville.",
            "Police arrested two men suspected of stealing paintings from a museum in Madrid.",
        ],
    ),
    sample(
        "es",
        "Argentina y Brasil firmaron en Montevideo un acuerdo para construir un puente sin peaje.",
        "Argentina and Brazil signed an agreement in Montevideo to build a bridge without tolls.",
        &[
            "Brazil and Argentina signed an agreement in Montevideo to build a bridge without tolls.",
            "Argentina and Brazil signed an agreement in Montevideo to build a bridge with tolls.",
            "Argentina and Paraguay signed an agreement in Montevideo to build a bridge without tolls.",
            "Argentina and Brazil signed an agreement to build a bridge without tolls.",
        ],
    ),
    sample(
        "es",
        "El presidente mexicano inauguró ayer en Oaxaca un hospital con 120 camas.",
        "The Mexican president inaugurated a hospital with 120 beds in Oaxaca yesterday.",
        &[
            "The Mexican president inaugurated a hospital with 120 beds in Oaxaca today.",
            "The Spanish president inaugurated a hospital with 120 beds in Oaxaca yesterday.",
            "The Mexican president inaugurated a hospital with 210 beds in Oaxaca yesterday.",
        ],
    ),
    sample(
        "fr",
        "Le gouvernement du Sénégal a annoncé lundi la construction de trois écoles à Thiès.",
        "The government of Senegal announced on Monday the construction of three schools in Thiès.",
        &[
            "The government of Senegal announced on Monday the construction of four schools in Thiès.",
            "The government of Senegal announced on Sunday the construction of three schools in Thiès.",
            "The government of Mali announced on Monday the construction of three schools in Thiès.",
            "The government of Senegal began on Monday the construction of three schools in Thiès.",
            "The government of Senegal announced on Monday the construction of three schools in Dakar.",
        ],
    ),
    sample(
        "fr",
        "La pluie n'a fait aucun mort, mais 1 500 habitants de Toulouse ont quitté leur maison.",
        "The rain caused no deaths, but 1,500 residents of Toulouse left their homes.",
        &[
            "The rain caused deaths, but 1,500 residents of Toulouse left their homes.",
            "The rain caused no deaths, but 500 residents of Toulouse left their homes.",
            "The rain caused no deaths, but 1,500 residents of Toulouse never left their homes.",
            "The rain caused no deaths, but 1,500 residents of Bordeaux left their homes.",
        ],
    ),
    sample(
        "fr",
        "Selon la ministre Claire Dupont, la grève pourrait durer jusqu'à vendredi.",
        "According to minister Claire Dupont, the strike could last until Friday.",
        &[
            "According to minister Claire Dupont, the strike lasted until Friday.",
            "According to minister Claire Martin, the strike could last until Friday.",
            "For minister Claire Dupont, the strike could last until Friday.",
            "According to minister Claire Dupont, the strike could last until Saturday.",
        ],
    ),
    sample(
        "fr",
        "Les prix du blé ont augmenté de 4,2 % en octobre au Maroc, après une longue sécheresse.",
        "Wheat prices increased by 4.2% in October in Morocco, after a long drought.",
        &[
            "Wheat prices fell by 4.2% in October in Morocco, after a long drought.",
            "Wheat prices increased by 4.2% in October in Morocco, before a long drought.",
            "Wheat prices increased by 42% in October in Morocco, after a long drought.",
            "Wheat prices increased by 4.2% in October in Algeria, after a long drought.",
        ],
    ),
    sample(
        "fr",
        "Un tribunal de Lyon a condamné mercredi un ancien maire à deux ans de prison.",
        "A court in Lyon sentenced a former mayor to two years in prison on Wednesday.",
        &[
            "A court in Lyon acquitted a former mayor of two years in prison on Wednesday.",
            "A court in Lyon sentenced a former mayor to ten years in prison on Wednesday.",
            "A court in Paris sentenced a former mayor to two years in prison on Wednesday.",
            "A court in Lyon sentenced a former mayor to two months in prison on Wednesday.",
        ],
    ),
    sample(
        "fr",
        "L'armée française a quitté sa dernière base au Tchad, a dit le général Paul Lemoine.",
        "The French army has left its last base in Chad, said General Paul Lemoine.",
        &[
            "The French army has left its first base in Chad, said General Paul Lemoine.",
            "The French army has left its last base in Chad for General Paul Lemoine.",
            "The French army has left its last base in Niger, said General Paul Lemoine.",
        ],
    ),
    sample(
        "pt",
        "O governo de Angola vai abrir em junho uma linha de comboio entre Luanda e Malanje.",
        "The government of Angola will open a train line between Luanda and Malanje in June.",
        &[
            "The government of Angola opened a train line between Luanda and Malanje in July.",
            "The government of Angola will open a train line between Malanje and Luanda in June.",
            "The government of Angola will close a train line between Luanda and Malanje in June.",
            "The government of Angola will open a train line between Luanda and Benguela in June.",
        ],
    ),
    sample(
        "pt",
        "O incêndio não deixou feridos, informou o Corpo de Bombeiros de Recife na terça-feira.",
        "The fire left no one injured, the Recife fire brigade reported on Tuesday.",
        &[
            "The fire left many injured, the Recife fire brigade reported on Tuesday.",
            "The fire left no one injured, to the joy of the Recife fire brigade on Tuesday.",
            "The fire left no one injured, the Recife fire brigade reported on Wednesday.",
        ],
    ),
    sample(
        "pt",
        "A inflação em Portugal caiu para 2,1 % em janeiro, segundo o instituto de estatística.",
        "Inflation in Portugal fell to 2.1% in January, according to the statistics institute.",
        &[
            "Inflation in Portugal rose to 2.1% in January, according to the statistics institute.",
            "Inflation in Portugal fell to 2.1% in February, according to the statistics institute.",
            "Inflation in Spain fell to 2.1% in January, according to the statistics institute.",
        ],
    ),
    sample(
        "pt",
        "A polícia prendeu cinco suspeitos de contrabando na fronteira com o Paraguai.",
        "Police arrested five smuggling suspects on the border with Paraguay.",
        &[
            "Police arrested five smugglers on the border with Paraguay.",
            "Police arrested six smuggling suspects on the border with Paraguay.",
            "Police killed five smuggling suspects on the border with Paraguay.",
            "Police arrested five smuggling suspects on the border with Bolivia.",
        ],
    ),
    sample(
        "de",
        "Die Regierung von Kenia hat am Dienstag eine Brücke über den Fluss Tana eröffnet.",
        "The government of Kenya opened a bridge over the river Tana on Tuesday.",
        &[
            "The government of Kenya closed a bridge over the river Tana on Tuesday.",
            "The government of Kenya opened a bridge over the river Tana on Thursday.",
            "The government of Uganda opened a bridge over the river Tana on Tuesday.",
            "The government of Kenya opened a bridge over the river Athi on Tuesday.",
        ],
    ),
    sample(
        "de",
        "Bei dem Unfall in der Nähe von München wurde niemand verletzt, sagte ein Sprecher der Polizei.",
        "Nobody was injured in the accident near Munich, a police spokesman said.",
        &[
            "Many were injured in the accident near Munich, a police spokesman said.",
            "Nobody was killed in the accident near Munich, a police spokesman said.",
            "Nobody was injured in the accident near Berlin, a police spokesman said.",
            "Nobody was injured in the accident near Munich, unlike a police spokesman.",
        ],
    ),
    sample(
        "de",
        "Der Umsatz der Firma stieg im September um 3,4 Prozent auf zwei Milliarden Euro.",
        "The company's sales rose 3.4 percent to two billion euros in September.",
        &[
            "The company's sales rose 3.4 percent to two million euros in September.",
            "The company's sales fell 3.4 percent to two billion euros in September.",
            "The company's sales rose 34 percent to two billion euros in September.",
            "The company's sales rose 3.4 percent to two billion dollars in September.",
        ],
    ),
    sample(
        "de",
        "Österreich und Ungarn wollen bis Freitag einen Vertrag über Strom unterzeichnen.",
        "Austria and Hungary want to sign a treaty on electricity by Friday.",
        &[
            "Hungary and Austria want to sign a treaty on electricity by Friday.",
            "Austria and Hungary signed a treaty on electricity by Friday.",
            "Austria and Slovakia want to sign a treaty on electricity by Friday.",
        ],
    ),
    sample(
        "it",
        "Il governo italiano ha approvato giovedì una legge contro la pesca illegale nel Mediterraneo.",
        "The Italian government approved a law against illegal fishing in the Mediterranean on Thursday.",
        &[
            "The Italian government rejected a law against illegal fishing in the Mediterranean on Thursday.",
            "The Italian government approved a law for illegal fishing in the Atlantic on Thursday.",
            "The Greek government approved a law against illegal fishing in the Mediterranean on Thursday.",
        ],
    ),
    sample(
        "it",
        "Almeno sette minatori sono morti in Sardegna, ha detto il sindaco Carlo Piras.",
        "At least seven miners have died in Sardinia, said mayor Carlo Piras.",
        &[
            "At least nine miners have died in Sardinia, said mayor Carlo Piras.",
            "At least seven miners have died in Sardinia, said mayor Carlo Melis.",
            "At least seven miners have died in Sardinia with mayor Carlo Piras.",
        ],
    ),
    sample(
        "it",
        "I treni da Milano a Torino non viaggiano domenica per uno sciopero.",
        "Trains from Milan to Turin do not run on Sunday because of a strike.",
        &[
            "Trains from Milan to Turin run on Sunday because of a strike.",
            "Trains from Milan to Turin do not run on Monday because of a strike.",
            "Trains from Turin to Milan do not run on Sunday because of a strike.",
            "Trains from Milan to Genoa do not run on Sunday because of a strike.",
        ],
    ),
];

/// Written after the tables and never fitted to.
pub const FRESH: &[(&str, &str, &str)] = &[
    (
        "es",
        "Unos 300 agricultores bloquearon el lunes una autopista en Bolivia para pedir mejores precios.",
        "About 300 farmers blocked a motorway in Bolivia on Monday to demand better prices.",
    ),
    (
        "es",
        "El Tribunal Supremo de España rechazó este viernes el recurso de la empresa.",
        "Spain's Supreme Court rejected the company's appeal this Friday.",
    ),
    (
        "es",
        "La lluvia causó inundaciones en Asunción, donde 2.000 familias dejaron sus casas.",
        "The rain caused floods in Asunción, where 2,000 families left their homes.",
    ),
    (
        "es",
        "El alcalde Pedro Salas anunció que la ciudad comprará 50 autobuses eléctricos.",
        "Mayor Pedro Salas announced that the city will buy 50 electric buses.",
    ),
    (
        "fr",
        "Le président ivoirien a rencontré samedi à Abidjan les chefs de cinq partis.",
        "The Ivorian president met the leaders of five parties in Abidjan on Saturday.",
    ),
    (
        "fr",
        "Le Parlement belge a adopté une loi sur la protection des abeilles.",
        "The Belgian parliament adopted a law on the protection of bees.",
    ),
    (
        "fr",
        "Quatre alpinistes ont été secourus dans les Alpes, selon la gendarmerie.",
        "Four mountaineers were rescued in the Alps, according to the gendarmerie.",
    ),
    (
        "fr",
        "La compagnie va supprimer 800 emplois en France d'ici à 2028.",
        "The company will cut 800 jobs in France by 2028.",
    ),
    (
        "pt",
        "Moçambique recebeu ontem 20 toneladas de medicamentos da Organização Mundial da Saúde.",
        "Mozambique received 20 tonnes of medicines from the World Health Organization yesterday.",
    ),
    (
        "pt",
        "O tribunal de São Paulo suspendeu a obra por falta de licença ambiental.",
        "The court of São Paulo suspended the work for lack of an environmental licence.",
    ),
    (
        "pt",
        "A seca destruiu metade da colheita de milho no sul do Brasil.",
        "The drought destroyed half of the maize harvest in the south of Brazil.",
    ),
    (
        "de",
        "In Hamburg demonstrierten am Samstag etwa 5.000 Menschen gegen höhere Mieten.",
        "In Hamburg, about 5,000 people demonstrated against higher rents on Saturday.",
    ),
    (
        "de",
        "Die Bahn will im Oktober zwölf neue Züge zwischen Wien und Prag einsetzen.",
        "The railway wants to put twelve new trains into service between Vienna and Prague in October.",
    ),
    (
        "de",
        "Der Bürgermeister von Lagos erklärte, die Schulen blieben nicht geschlossen.",
        "The mayor of Lagos said the schools would not stay closed.",
    ),
    (
        "de",
        "Forscher aus Zürich haben in Namibia ein Skelett eines Sauriers gefunden.",
        "Researchers from Zurich have found a skeleton of a dinosaur in Namibia.",
    ),
    (
        "it",
        "Il ministro dell'Interno ha incontrato martedì a Roma i sindaci di nove città.",
        "The interior minister met the mayors of nine cities in Rome on Tuesday.",
    ),
    (
        "it",
        "La Banca d'Italia prevede che l'economia crescerà dell'1,3 per cento.",
        "The Bank of Italy expects that the economy will grow by 1.3 percent.",
    ),
    (
        "it",
        "Un terremoto ha colpito la Grecia nella notte senza causare vittime.",
        "An earthquake hit Greece during the night without causing victims.",
    ),
    (
        "it",
        "Circa 200 lavoratori hanno protestato davanti alla fabbrica di Bari.",
        "About 200 workers protested in front of the factory in Bari.",
    ),
    (
        "fr",
        "L'Assemblée nationale du Bénin votera jeudi le budget de l'éducation.",
        "The National Assembly of Benin will vote on the education budget on Thursday.",
    ),
];
