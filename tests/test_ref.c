/*
 * Refs: what is equal, and what their text says of it.
 */
#include "config.h"

#include "support/test.h"

#include "store/ref.h"

#include <stdio.h>

static const struct {
    unsigned engine;
    enum ref_kind kind;
    const char *key;
} REFS[] = {
    {0, REF_NONE, ""},          {0, REF_ENGINE, ""},
    {1, REF_ENGINE, ""},        {0, REF_CONTAINER, "abc"},
    {0, REF_CONTAINER, "abcd"}, {1, REF_CONTAINER, "abc"},
    {0, REF_IMAGE, "abc"},      {11, REF_CONTAINER, "abc"},
    {1, REF_CONTAINER, "/abc"}, {1, REF_CONTAINER, "1/abc"},
};

static struct ref
ref_at(size_t i)
{
    return ref_make(REFS[i].engine, REFS[i].kind, REFS[i].key);
}

static void
refs_are_equal_when_all_parts_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(REFS); i++) {
        for (size_t k = 0; k < COUNT(REFS); k++) {
            struct ref a = ref_at(i), b = ref_at(k);
            char first[REF_TEXT_SIZE], second[REF_TEXT_SIZE];

            assert_int_equal(ref_equal(&a, &b), i == k);
            assert_int_equal(
                str_equal(ref_text(first, &a), ref_text(second, &b)), i == k);
        }
    }
}

static void
key_that_does_not_fit_names_nothing(void **state)
{
    char key[REF_KEY_SIZE + 1];
    struct ref ref;

    (void)state;
    memset(key, 'a', sizeof(key));
    key[REF_KEY_SIZE - 1] = '\0';
    ref = ref_make(1, REF_CONTAINER, key);
    assert_int_equal(ref.kind, REF_CONTAINER);
    assert_string_equal(ref.key, key);
    key[REF_KEY_SIZE - 1] = 'a';
    key[REF_KEY_SIZE] = '\0';
    ref = ref_make(1, REF_CONTAINER, key);
    assert_int_equal(ref.kind, REF_NONE);
    assert_string_equal(ref.key, "");
}

static void
text_of_the_longest_ref_fits(void **state)
{
    char key[REF_KEY_SIZE], text[REF_TEXT_SIZE], want[REF_TEXT_SIZE];
    struct ref ref;
    struct str got;

    (void)state;
    memset(key, 'f', sizeof(key));
    key[REF_KEY_SIZE - 1] = '\0';
    ref = ref_make(65535, REF_IMAGE, key);
    got = ref_text(text, &ref);
    snprintf(want, sizeof(want), "65535/%d/%s", REF_IMAGE, key);
    assert_true(str_is(got, want));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refs_are_equal_when_all_parts_are),
        cmocka_unit_test(key_that_does_not_fit_names_nothing),
        cmocka_unit_test(text_of_the_longest_ref_fits),
    };

    return cmocka_run_group_tests_name("ref", tests, NULL, NULL);
}
