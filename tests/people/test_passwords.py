"""Passwords, one-time codes and tokens."""

import pytest

from lms.people.passwords import (
    BadPassword,
    check_strength,
    fold_code,
    hash_password,
    is_repetition,
    is_run,
    needs_rehash,
    new_code,
    new_token,
    token_hash,
    verify_password,
)

NAMES = ("Sadia Bibi", "صادیہ بی بی", "anf1001", "")


@pytest.mark.parametrize(
    "password",
    [
        "seven brown camels sleep",
        "چار اونٹ ریت پر سوتے ہیں",
        "  spaces count too  ",
        "kQ7!vX2#mP9z",
        "anf1001 likes mangoes",  # the number, and enough besides
    ],
)
def test_a_good_password_is_taken_as_it_is(password: str) -> None:
    check_strength(password, staff=False, names=NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",  # one too short
        "x" * 12,
        "abcabcabcabc",
        "123456789012",
        "987654321098",
        "abcdefghijkl",
        "anf1001anf1001",
        "Sadia Bibi 12",
        "x9 " * 43,  # 129 characters
    ],
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(BadPassword):
        check_strength(password, staff=False, names=NAMES)


def test_staff_need_longer_passwords() -> None:
    check_strength("kQ7!vX2#mP9z", staff=False, names=())
    with pytest.raises(BadPassword, match="15"):
        check_strength("kQ7!vX2#mP9z", staff=True, names=())


def test_repetitions_and_runs() -> None:
    assert is_repetition("abab")
    assert not is_repetition("abac")
    assert is_run("78901234")
    assert is_run("fedcba")
    assert not is_run("a1b2c3d4")


def test_a_password_is_verified_against_its_hash_alone() -> None:
    stored = hash_password("seven brown camels sleep")
    assert "camels" not in stored
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != hash_password("seven brown camels sleep")
    assert verify_password(stored, "seven brown camels sleep")
    assert not verify_password(stored, "Seven brown camels sleep")
    assert not verify_password(stored, "seven brown camels sleep ")


def test_nobody_has_a_password() -> None:
    assert not verify_password(None, "seven brown camels sleep")
    assert not verify_password(None, "")
    assert not verify_password("not a hash", "not a hash")


def test_a_hash_of_weaker_parameters_is_made_anew() -> None:
    weak = "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHQxMjM$2aLuWjkzYrqpzVoB5qW1FNn9YkTMdGzBDTbSxzFLnUA"
    assert needs_rehash(weak)
    assert not needs_rehash(hash_password("seven brown camels sleep"))


def test_codes_are_easy_to_read_and_forgiving_to_type() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 14 and not set(code) & set("01OILU") for code in codes)
    assert fold_code(" abcd 2345-efgh\n") == fold_code("ABCD-2345-EFGH") == "ABCD2345EFGH"


def test_tokens_are_long_and_stored_hashed() -> None:
    token = new_token()
    assert len(token) == 43
    assert token != new_token()
    assert token not in token_hash(token)
    assert len(token_hash(token)) == 64
