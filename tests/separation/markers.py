"""Words that no page may say to the wrong reader: each is written once into the world and looked for everywhere."""

from collections.abc import Mapping

from tests.separation.visitors import Visitor

V = Visitor

PROVIDER_DRAFT = "luonnoskuiskaus"
"""In every draft of the provider."""
TICKED_DRAFT = "rastitettuluonnos"
"""In the one draft that the preview shows."""
APPROVER_DRAFT = "eeronmuistilappu"
"""In an approver's own unsent wording."""
SUGGESTION = "oksananehdotus"
"""In a participant's suggestion to the own approvers."""
DISMISSED = "torjuttuehdotus"
"""In a suggestion that the own approvers did not take up, and in their words about it."""
INTERNAL = "sisainenviesti"
"""In every text that only staff write and read."""
OWN = "limppulansanoin"
"""In everything of *limppula* that is shared."""
RIVAL = "kilpailijansalaisuus"
"""In everything of the rival: wording, talk, people, notes."""

ON_THE_TEAM = frozenset(
    {V.ACCOUNT_MANAGER, V.DEPUTY, V.TEAM_MEMBER, V.LEAD_ON_TEAM, V.ADMINISTRATOR_ON_TEAM, V.LEAD, V.ADMINISTRATOR}
)
SEES_THE_RIVAL = frozenset(
    {V.LEAD_ON_TEAM, V.ADMINISTRATOR_ON_TEAM, V.LEAD, V.ADMINISTRATOR, V.RIVAL_MANAGER}
    | {V.GUEST_PARTICIPANT, V.RIVAL_APPROVER, V.RIVAL_PARTICIPANT, V.RIVAL_PREVIEW, V.DEACTIVATED_HERE}
)

READERS: Mapping[str, frozenset[Visitor]] = {
    PROVIDER_DRAFT: ON_THE_TEAM,
    TICKED_DRAFT: ON_THE_TEAM | {V.PREVIEW},
    APPROVER_DRAFT: frozenset({V.APPROVER}),
    SUGGESTION: frozenset({V.APPROVER, V.PARTICIPANT}),
    DISMISSED: frozenset({V.APPROVER, V.PARTICIPANT}),
    INTERNAL: ON_THE_TEAM,
    OWN: ON_THE_TEAM | {V.APPROVER, V.PARTICIPANT, V.GUEST_PARTICIPANT, V.PREVIEW, V.DEACTIVATED_HERE},
    RIVAL: SEES_THE_RIVAL,
}
"""Who may read the word at all; everybody else may not, on any page or in any file or mail."""
