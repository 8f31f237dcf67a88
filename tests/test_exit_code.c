/*
 * What exit codes mean.
 */
#include "config.h"

#include "support/test.h"

#include "work/exit_code.h"

static void
codes_have_the_meanings_of_docker_and_of_signals(void **state)
{
    static const struct {
        int code;
        const char *begins; /* "": no meaning */
    } rows[] = {
        {0, "success"},
        {1, "an error of its own"},
        {3, ""},
        {124, ""},
        {125, "docker itself failed"},
        {126, "the program was found but"},
        {127, "the program was not found"},
        {128, "it could not be started"},
        {130, "SIGINT: interrupted"},
        {133, "SIGTRAP"},
        {137, "SIGKILL: killed"},
        {139, "SIGSEGV: an access to memory"},
        {143, "SIGTERM: asked to end"},
        {159, "SIGSYS"},
        {160, ""},
        {255, "out of range"},
        {256, ""},
        {-1, ""},
        {INT32_MIN + 200, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf said = BUF_INIT(256);

        exit_code_say(&said, rows[i].code);
        if (!str_starts(buf_str(&said), rows[i].begins) ||
            (rows[i].begins[0] == '\0' && said.len > 0))
            fail_msg("%d: %s", rows[i].code, buf_text(&said));
        buf_release(&said);
    }
}

/* 137 is any SIGKILL; only State.OOMKilled tells which. */
static void
no_code_means_out_of_memory(void **state)
{
    (void)state;
    for (int code = -1; code <= 256; code++) {
        struct buf said = BUF_INIT(256);

        exit_code_say(&said, code);
        assert_false(said.is_full);
        assert_null(strstr(buf_text(&said), "OOM"));
        assert_null(strstr(buf_text(&said), "out of memory"));
        buf_release(&said);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_meanings_of_docker_and_of_signals),
        cmocka_unit_test(no_code_means_out_of_memory),
    };

    return cmocka_run_group_tests_name("exit_code", tests, NULL, NULL);
}
