"""What the compiled reference data answers about offices and memberships."""


def test_a_leader_stands_for_the_state_while_in_office(reference):
    held = reference.offices["x-bashar-al-assad"]
    assert held[-1].until is not None
    assert reference.state_of("x-bashar-al-assad", held[-1].since) == "SY"
    assert reference.state_of("x-bashar-al-assad", held[-1].until) is None


def test_membership_is_known_by_day(reference):
    joined = reference.membership("x-nato", "SE").since
    assert "SE" in reference.members("x-nato", joined)
    assert "SE" not in reference.members("x-nato", joined.replace(year=joined.year - 1))
