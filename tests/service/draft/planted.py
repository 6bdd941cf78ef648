"""Ten paragraphs as somebody might write them on the sample reports, with errors planted in them.

Of each sentence it is known whether the reports say it (`says`), say otherwise (`wrong`, in the way named), or whether
it claims nothing.
"""

SAYS, NO_CLAIM = "says", "no claim"
PARAGRAPHS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("Stockport disbanded the Steering Group of its Local Pilot in July 2022.", SAYS),
        ("It did so deliberately, so that the pilot's ways of working could become part of the ordinary system.", SAYS),
        ("The Active Communities Strategy has nine key actions.", "wrong number"),
        ("Should we do the same here?", NO_CLAIM),
    ),
    (
        ("North Yorkshire County Council developed No Wrong Door.", SAYS),
        ("NWD was already running in Greater Manchester in 2018.", "wrong denial"),
        ("We believe that it would suit our borough.", NO_CLAIM),
    ),
    (
        ("Families in recurrent care proceedings are called a hidden group.", SAYS),
        ("The independent evaluation of Strengthening Families was led by the University of Leeds.", "wrong place"),
        ("Leaders in other authorities always noticed that they had a gap in provision.", "wrong denial"),
    ),
    (
        ("Heart and Soul is a project in Woodhouse Park led by its community.", SAYS),
        ("Community leadership tends to be permanent, so it needs no planning.", "wrong denial"),
        ("The project cut visits to the doctor by 40 per cent.", "invented"),
    ),
    (
        ("Every innovation in delivery kept operating during 2020.", SAYS),
        ("Teams began to work at a distance.", SAYS),
        ("Attendance at meetings got worse.", "wrong direction"),
        ("Managers bought laptops for every family.", "invented"),
    ),
    (
        ("Team Around the School can use existing team structures.", SAYS),
        ("An evaluation of Stockport Family was published by the Department for Education in 2019.", "wrong year"),
        ("Its weight is on early help and on the settings where children already are.", SAYS),
    ),
    (
        ("Police officers give priority to gathering intelligence.", SAYS),
        (
            "Social workers put gathering intelligence first, while police officers want young people to feel trust.",
            "wrong actor",
        ),
        ("All adopting authorities reported less use of secure welfare placements.", "hedge lost"),
    ),
    (
        ("A practitioner said that agencies understood each other's roles better because of the model.", SAYS),
        ("Structured sessions were enough for newcomers to catch up.", "wrong denial"),
        ("This paper sets out what we heard.", NO_CLAIM),
    ),
    (
        ("Involving local people as a matter of routine has been difficult.", SAYS),
        (
            "The working assumption in Manchester was that things get built will be used if community members can"
            " carry their own ideas through.",
            SAYS,
        ),
        ("The Scale and Spread Programme was paid for by the Department of Health.", "wrong actor"),
    ),
    (
        ("At least one authority with a project in design had to go back over it.", SAYS),
        ("Every authority with a project in design had to go back over it.", "hedge lost"),
    ),
)  # fmt: skip
