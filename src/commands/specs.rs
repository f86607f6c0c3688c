//! The commands: their names, arguments and help. /help, Telegram's menu and Discord's registration come from here.

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgKind {
    /// A country's name; completed as it is typed.
    Country,
    /// A region's name; completed as it is typed.
    Region,
    /// A region's or country's name, or "all"; completed as it is typed.
    Scope,
    /// Free words.
    Words,
    /// A day, such as 2026-01-06.
    Date,
    /// How many days, such as 30; completed as it is typed.
    Days,
    /// Days of the week, such as weekdays; completed as it is typed.
    Weekdays,
    /// How much of a digest: full, brief or headlines; completed as it is typed.
    Form,
    /// A time of day, such as 07:30.
    Time,
    /// A time zone, such as America/Caracas; completed as it is typed.
    Zone,
}

/// An argument of a command.
#[derive(Clone, Copy, Debug)]
pub struct ArgSpec {
    /// Its name: lower case letters.
    pub name: &'static str,
    /// What it takes.
    pub kind: ArgKind,
    /// What it is, in at most 100 characters.
    pub help: &'static str,
    /// Whether the command is of no use without it.
    pub required: bool,
}

impl ArgSpec {
    /// How /help writes it: `COUNTRY`, or `[DATE]` when it can be left out.
    pub fn placeholder(&self) -> String {
        let name = self.name.to_uppercase();
        if self.required { name } else { format!("[{name}]") }
    }
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Its name, without the slash.
    pub name: &'static str,
    /// What it does, in at most 100 characters.
    pub help: &'static str,
    /// Its arguments, in the order in which they are typed.
    pub args: &'static [ArgSpec],
    /// How it is typed, with arguments that make sense; empty for a command without arguments.
    pub example: &'static str,
    /// True when in a group only those who manage it may give it.
    pub manages: bool,
}

const COUNTRY: ArgSpec = ArgSpec {
    name: "country",
    kind: ArgKind::Country,
    help: "A country, such as Venezuela",
    required: true,
};
const REGION: ArgSpec = ArgSpec {
    name: "region",
    kind: ArgKind::Region,
    help: "A region, such as Latin America",
    required: true,
};
const SCOPE: ArgSpec = ArgSpec {
    name: "scope",
    kind: ArgKind::Scope,
    help: "A region, a country, or all",
    required: false,
};

const TIME: ArgSpec = ArgSpec {
    name: "time",
    kind: ArgKind::Time,
    help: "A time of day, such as 07:30",
    required: false,
};
const ZONE: ArgSpec = ArgSpec {
    name: "zone",
    kind: ArgKind::Zone,
    help: "A time zone, such as America/Caracas",
    required: false,
};
const WEEKDAYS: ArgSpec = ArgSpec {
    name: "days",
    kind: ArgKind::Weekdays,
    help: "Days of the week: daily, weekdays, weekends, or such as mon,wed,fri",
    required: false,
};
const FORM: ArgSpec = ArgSpec {
    name: "form",
    kind: ArgKind::Form,
    help: "How much: full, brief or headlines",
    required: false,
};

/// Every command, in the order in which /help shows them.
pub static SPECS: &[Spec] = &[
    Spec {
        name: "start",
        help: "What Dateline is and how to begin",
        args: &[],
        example: "",
        manages: false,
    },
    Spec {
        name: "help",
        help: "Every command, with an example",
        args: &[],
        example: "",
        manages: false,
    },
    Spec {
        name: "country",
        help: "News about a country",
        args: &[COUNTRY],
        example: "/country Venezuela",
        manages: false,
    },
    Spec {
        name: "region",
        help: "News about a region",
        args: &[REGION],
        example: "/region Latin America",
        manages: false,
    },
    Spec {
        name: "regions",
        help: "The regions, with how much news each has; with a name, who is in it",
        args: &[ArgSpec {
            required: false,
            ..REGION
        }],
        example: "/regions ASEAN",
        manages: false,
    },
    Spec {
        name: "digest",
        help: "A region's digest of today or of another day",
        args: &[
            ArgSpec {
                required: false,
                ..REGION
            },
            ArgSpec {
                name: "date",
                kind: ArgKind::Date,
                help: "A day, such as 2026-01-06",
                required: false,
            },
        ],
        example: "/digest Europe 2026-01-06",
        manages: false,
    },
    Spec {
        name: "latest",
        help: "The newest articles",
        args: &[],
        example: "",
        manages: false,
    },
    Spec {
        name: "search",
        help: "Articles that hold all of these words",
        args: &[ArgSpec {
            name: "words",
            kind: ArgKind::Words,
            help: "Words to look for",
            required: true,
        }],
        example: "/search grain harbour",
        manages: false,
    },
    Spec {
        name: "why",
        help: "Why articles count as a country's or region's: the words and the rule behind each",
        args: &[ArgSpec {
            required: true,
            ..SCOPE
        }],
        example: "/why Venezuela",
        manages: false,
    },
    Spec {
        name: "trends",
        help: "How many articles about a country or region each day, as a chart",
        args: &[
            ArgSpec {
                required: true,
                ..SCOPE
            },
            ArgSpec {
                name: "days",
                kind: ArgKind::Days,
                help: "How many days, 7 to 366; 30 if you name none",
                required: false,
            },
        ],
        example: "/trends Venezuela 90",
        manages: false,
    },
    Spec {
        name: "subscribe",
        help: "A digest here every day, or on the days you name",
        args: &[SCOPE, TIME, ZONE, WEEKDAYS, FORM],
        example: "/subscribe Latin America 07:30 America/Caracas",
        manages: true,
    },
    Spec {
        name: "unsubscribe",
        help: "No more digests here, of one scope or of all",
        args: &[SCOPE],
        example: "/unsubscribe Latin America",
        manages: true,
    },
    Spec {
        name: "subscriptions",
        help: "What is subscribed here",
        args: &[],
        example: "",
        manages: false,
    },
    Spec {
        name: "settings",
        help: "How what is subscribed here comes, and what is left out of it",
        args: &[
            SCOPE,
            TIME,
            ZONE,
            WEEKDAYS,
            FORM,
            ArgSpec {
                name: "filter",
                kind: ArgKind::Words,
                help: "only WORDS, COUNTRIES or without WORDS, COUNTRIES; everything takes it away",
                required: false,
            },
        ],
        example: "/settings Latin America weekdays brief without football, Brazil",
        manages: true,
    },
    Spec {
        name: "timezone",
        help: "The time zone of what is subscribed here",
        args: &[ZONE],
        example: "/timezone America/Caracas",
        manages: true,
    },
    Spec {
        name: "quiet",
        help: "Hours in which digests come without a sound (silent), or wait until they end (hold)",
        args: &[ArgSpec {
            name: "hours",
            kind: ArgKind::Words,
            help: "Such as 22:00-07:00, with silent or hold behind it; or off",
            required: false,
        }],
        example: "/quiet 22:00-07:00 hold",
        manages: true,
    },
];
