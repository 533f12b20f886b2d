"""The classes of language that cases stand for: few enough that each has texts to count.

A claim case has the class of what makes it worth a test: the way a change is said (`headline`,
`coreference`), else the change itself (`joining`, `refusal`). Classes that begin with `near-` hold
near misses alone and say what the words of a membership change are about instead.
"""

from enum import StrEnum


class _Described(StrEnum):
    """A value and what it stands for."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> "_Described":
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


class ClaimClass(_Described):
    """What a claim case stands for."""

    JOINING = "joining", "an entry that is done or has a date: joins, becomes a member"
    ADMISSION = "admission", "the body or its members let somebody in: admits, accepts, approves"
    RATIFICATION = "ratification", "papers and votes of an entry: signed, ratified, a referendum"
    INVITATION = "invitation", "an invitation to join, or talks on joining"
    APPLICATION = "application", "a request to join"
    LEAVING = "leaving", "a departure that is done, decided or announced"
    SUSPENSION = "suspension", "membership or its rights on hold"
    EXPULSION = "expulsion", "a member is put out"
    REINSTATEMENT = "reinstatement", "a way back: a suspension lifted, a member let in again"
    REFUSAL = "refusal", "somebody says no: a veto, a bid rejected or dropped, an exit ruled out"
    PROSPECT = "prospect", "only thought of: a wish, plan, condition, threat or question"
    DENIAL = "denial", "denied or negated: it did not happen"
    HISTORY = "history", "an earlier change is recalled, alone or beside news"
    HEADLINE = "headline", "the grammar of headlines, alone or with a lead; capitals"
    COORDINATION = "coordination", "several members or bodies in one text, often with other fates"
    COREFERENCE = "coreference", "a capital, a leader, a pronoun or 'the bloc' stands for the name"
    REPORTED_SPEECH = "reported-speech", "the change is in what somebody says"
    DETAILS = "details", "dates, ordinals, counts and speakers, of a change or of something else"
    NEAR_PEOPLE = "near-people", "persons, diplomats, parties and posts"
    NEAR_TROOPS = "near-troops", "troops, missions, exercises and operations"
    NEAR_TEAMS = "near-teams-and-firms", "clubs, players, federations, firms and their alliances"
    NEAR_JOINT_ACTION = "near-joint-action", "states act, meet, talk or walk out together"
    NEAR_TREATY = "near-treaty", "other agreements, organs, courts, loans and trade"
    NEAR_SUSPENDED = "near-suspended-activity", "aid, flights, talks or rules are halted or resumed"
    NEAR_STANDING = "near-standing", "a member or a body does something and membership stays"
    NEAR_OTHER_SENSE = "near-other-sense", "the words of a change in another sense, or a metaphor"

    @property
    def near_miss(self) -> bool:
        """Whether texts of this class have no claims."""
        return self.startswith("near-")


class TagClass(_Described):
    """What a tagging case stands for."""

    COUNTRY = "country-name", "countries by name, families of names, old spellings"
    CAPITAL = "capital-city", "a capital or a seat of power"
    NATIONALITY = "nationality", "adjectives, languages and people of a country"
    WORLD_BODY = "world-body", "organisations of the whole world, the UN and its organs"
    REGIONAL_BODY = "regional-body", "organisations, banks and alliances of a part of the world"
    TECHNICAL_BODY = "technical-body", "agencies and commissions for one field: fish, rivers, arms"
    COURT_OR_TREATY = "court-or-treaty", "courts and treaties, in full or in part"
    FORMER_BODY = "former-body", "bodies that are gone or had another name"
    DESCRIPTION = "description", "a body by what it is, and what only sounds like that"
    ACRONYM = "acronym", "short forms, those that stand for something else included"
    COMMON_WORD = "common-word", "pronouns and common words spelled like a name: us, who, turkey"
    PERSON = "person", "persons called like a country"
    PLACE = "place", "towns, states and rivers called like a country or with one in the name"
    NAMESAKE = "namesake", "firms, clubs, parties and works called like a body"
    HEADLINE = "headline", "capitals, headlines and datelines"
    SPORT = "sport", "national teams, results and tables"
    REPORT = "report", "plain reports on politics, markets, crime and disasters"
    OTHER_LANGUAGE = "other-language", "Arabic, Chinese, French, Russian and Spanish"
