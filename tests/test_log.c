/*
 * The debug log.
 */
#include "config.h"

#include "support/test.h"

#include "base/log.h"
#include "base/mem.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
    char dir[64];
    char path[128];
};

static int
set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof(*f));

    (void)snprintf(f->dir, sizeof(f->dir), "/tmp/bayplan-test-XXXXXX");
    *state = f;
    if (!mkdtemp(f->dir))
        return -1;
    (void)snprintf(f->path, sizeof(f->path), "%s/log", f->dir);
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    log_close();
    (void)unlink(f->path);
    (void)rmdir(f->dir);
    free(f);
    return 0;
}

static void
read_log(struct fixture *f, char *text, size_t size)
{
    FILE *file = fopen(f->path, "r");
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, size - 1, file);
    text[len] = '\0';
    (void)fclose(file);
}

static void
a_line_has_its_time_and_is_harmless(void **state)
{
    struct fixture *f = *state;
    struct err err = ERR_INIT;
    struct stat st;
    char text[256];

    log_line("net: nobody hears this");
    assert_false(log_is_open());
    assert_true(log_open(f->path, &err));
    assert_true(log_is_open());
    log_line("net: %s %d", "GET\r\n/x\x1b[2J", 200);
    log_line("done");
    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    read_log(f, text, sizeof(text));
    /* 08:30:00.123 */
    assert_int_equal(strspn(text, "0123456789:."), 12);
    assert_memory_equal(text + 2, ":", 1);
    assert_memory_equal(text + 8, ".", 1);
    assert_null(strpbrk(text, "\x1b\r"));
    assert_non_null(strstr(text, "net: GET"));
    assert_non_null(strstr(text, "/x"));
    assert_string_equal(text + strlen(text) - 6, " done\n");
    assert_ptr_equal(strchr(strchr(text, '\n') + 1, '\n'),
                     text + strlen(text) - 1);
}

static void
a_log_is_appended_to_and_long_lines_are_cut(void **state)
{
    struct fixture *f = *state;
    char text[16384];

    memset(text, 'x', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    assert_true(log_open(f->path, NULL));
    log_line("first");
    log_close();
    assert_true(log_open(f->path, NULL));
    log_line("%s", text);
    log_line("last");
    read_log(f, text, sizeof(text));
    assert_non_null(strstr(text, " first\n"));
    assert_non_null(strstr(text, "xxx\n"));
    assert_non_null(strstr(text, " last\n"));
    assert_in_range(strlen(text), 4000, 4200);
}

static void
links_and_things_that_are_no_files_are_refused(void **state)
{
    struct fixture *f = *state;
    struct err err = ERR_INIT;
    char missing[sizeof(f->path) + 16];

    assert_int_equal(symlink("/dev/null", f->path), 0);
    assert_false(log_open(f->path, &err));
    assert_non_null(strstr(err.text, f->path));
    (void)unlink(f->path);
    assert_int_equal(mkfifo(f->path, 0600), 0);
    assert_false(log_open(f->path, &err));
    assert_false(log_open("/dev/null", &err));
    (void)snprintf(missing, sizeof(missing), "%s.missing/log", f->path);
    assert_false(log_open(missing, &err));
    assert_int_equal(err.kind, ERR_MISSING);
    assert_false(log_is_open());
}

static void
a_full_log_says_so_once(void **state)
{
    struct fixture *f = *state;
    char text[256];
    struct stat st;
    int fd = open(f->path, O_WRONLY | O_CREAT, 0600);

    /* A sparse file that is almost full. */
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, LOG_LIMIT - 128), 0);
    (void)close(fd);
    assert_true(log_open(f->path, NULL));
    log_line("fits");
    for (int i = 0; i < 100; i++)
        log_line("this line of forty bytes will not all fit");
    assert_false(log_is_open());
    assert_int_equal(stat(f->path, &st), 0);
    assert_true(st.st_size <= LOG_LIMIT);
    fd = open(f->path, O_RDONLY);
    assert_true(fd >= 0);
    memset(text, 0, sizeof(text));
    assert_true(pread(fd, text, sizeof(text) - 1, LOG_LIMIT - 128) > 0);
    (void)close(fd);
    assert_non_null(strstr(text, " fits\n"));
    assert_non_null(strstr(text, "the debug log is full; nothing follows\n"));
    assert_null(strstr(strstr(text, "log is full"), "this line"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_has_its_time_and_is_harmless,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_log_is_appended_to_and_long_lines_are_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            links_and_things_that_are_no_files_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_full_log_says_so_once, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
