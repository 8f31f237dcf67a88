/*
 * Which environment variables are masked.
 */
#include "config.h"

#include "support/test.h"

#include "work/secrets.h"

static void
names_of_secrets_are_recognised(void **state)
{
    static const struct {
        const char *name;
        bool is_secret;
    } rows[] = {
        {"PASSWORD", true},
        {"POSTGRES_PASSWORD", true},
        {"mysql_pass", true},
        {"Client_Secret", true},
        {"GITHUB_TOKEN", true},
        {"AWS_ACCESS_KEY_ID", true},
        {"apikey", true},
        {"GOOGLE_CREDENTIALS", true},
        {"BASIC_AUTH", true},
        {"KEYBOARD", true},
        {"PATH", false},
        {"HOME", false},
        {"", false},
        {"PAS", false},
        {"SECRE", false},
        {"P_A_S_S", false},
        {"NGINX_VERSION", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (secret_name(str_of(rows[i].name)) != rows[i].is_secret)
            fail_msg("%s", rows[i].name);
}

static void
only_the_value_of_a_variable_is_a_secret(void **state)
{
    static const struct {
        const char *text;
        const char *value; /* NULL: nothing to mask */
    } rows[] = {
        {"PASSWORD=hunter2", "hunter2"},
        {"PASSWORD==", "="},
        {"API_TOKEN2=a=b", "a=b"},
        {"key=\n", "\n"},
        {"PASSWORD=", NULL},
        {"PASSWORD", NULL},
        {"=PASSWORD", NULL},
        {"", NULL},
        {"PATH=/opt/secret", NULL},
        {"my PASSWORD=x", NULL},
        {"--password=x", NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t at = 0;
        bool is_secret = secret_variable(str_of(rows[i].text), &at);

        if (is_secret != (rows[i].value != NULL))
            fail_msg("%s", rows[i].text);
        if (is_secret)
            assert_string_equal(rows[i].text + at, rows[i].value);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_secrets_are_recognised),
        cmocka_unit_test(only_the_value_of_a_variable_is_a_secret),
    };

    return cmocka_run_group_tests_name("secrets", tests, NULL, NULL);
}
