/*
 * The journal: a line for every act, private, bounded, harmless.
 */
#include "config.h"

#include "support/test.h"

#include "base/buf.h"
#include "base/timestamp.h"
#include "work/journal.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the tests' journal is. */
static char home[256];
static char path[300];
static char old_path[300];

static const char *
state_env(const char *name)
{
    return strcmp(name, "XDG_STATE_HOME") == 0 ? home : NULL;
}

static const char *
home_env(const char *name)
{
    if (strcmp(name, "XDG_STATE_HOME") == 0)
        return "relative/is/ignored";
    return strcmp(name, "HOME") == 0 ? home : NULL;
}

static const char *
no_env(const char *name)
{
    (void)name;
    return NULL;
}

static int
home_make(void **state)
{
    (void)state;
    (void)snprintf(home, sizeof(home), "/tmp/bayplan-journal-XXXXXX");
    if (!mkdtemp(home))
        return -1;
    (void)snprintf(path, sizeof(path), "%s/bayplan/journal", home);
    (void)snprintf(old_path, sizeof(old_path), "%s/bayplan/journal.1", home);
    return 0;
}

static int
home_remove(void **state)
{
    static const char *const names[] = {
        "bayplan/journal",
        "bayplan/journal.1",
        "bayplan/elsewhere",
        "bayplan",
        ".local/state/bayplan/journal",
        ".local/state/bayplan",
        ".local/state",
        ".local",
        "",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(names); i++) {
        char name[512];

        (void)snprintf(name, sizeof(name), "%s/%s", home, names[i]);
        (void)remove(name);
    }
    return access(home, F_OK) == 0 ? -1 : 0;
}

static struct journal_entry
an_entry(void)
{
    return (struct journal_entry){
        .time = 1795212382 * SECOND_NS,
        .host = "local",
        .act = "stop",
        .target = "web",
        .id = "0123456789abcdef0123456789abcdef",
        .result = "done",
        .command = "docker stop web",
    };
}

/* The whole file, to be freed; "" when there is none. */
static char *
text_of(const char *name)
{
    struct buf text = BUF_INIT((size_t)JOURNAL_LIMIT * 2);
    FILE *file = fopen(name, "r");
    char chunk[4096];
    size_t count;

    while (file && (count = fread(chunk, 1, sizeof(chunk), file)) > 0)
        assert_true(buf_add(&text, chunk, count));
    if (file)
        (void)fclose(file);
    (void)buf_text(&text);
    return buf_take(&text);
}

static void
an_act_is_a_line_that_only_we_can_read(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal;
    struct journal_entry entry = an_entry();
    struct stat status;
    mode_t mask = umask(0);
    char *text;

    (void)state;
    journal = journal_open(state_env, &err);
    assert_non_null(journal);
    assert_true(journal_add(journal, &entry, &err));
    entry.act = "remove";
    assert_true(journal_add(journal, &entry, &err));
    (void)umask(mask);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    text = text_of(path);
    assert_string_equal(
        text, "2026-11-20T22:06:22Z\tlocal\tstop\tweb\t0123456789ab\tdone\t"
              "docker stop web\n"
              "2026-11-20T22:06:22Z\tlocal\tremove\tweb\t0123456789ab\tdone\t"
              "docker stop web\n");
    free(text);
    journal_close(journal);
    journal_close(NULL);
}

static void
an_open_file_is_closed_to_others(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal = journal_open(state_env, &err);
    const struct journal_entry entry = an_entry();
    struct stat status;

    (void)state;
    assert_non_null(journal);
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(chmod(path, 0644), 0);
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    journal_close(journal);
}

static void
without_a_state_folder_it_lies_in_the_home(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal = journal_open(home_env, &err);
    const struct journal_entry entry = an_entry();
    char name[512];

    (void)state;
    assert_non_null(journal);
    assert_true(journal_add(journal, &entry, &err));
    (void)snprintf(name, sizeof(name), "%s/.local/state/bayplan/journal", home);
    assert_int_equal(access(name, F_OK), 0);
    journal_close(journal);
}

static void
without_a_home_there_is_no_journal(void **state)
{
    struct err err = ERR_INIT;

    (void)state;
    assert_null(journal_open(no_env, &err));
    assert_string_equal(err.text, "neither XDG_STATE_HOME nor HOME is set");
}

static void
hostile_text_stays_in_its_field(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal = journal_open(state_env, &err);
    struct journal_entry entry = an_entry();
    size_t tabs = 0, lines = 0, i;
    char *text;

    (void)state;
    assert_non_null(journal);
    entry.target = "web\tx\n2026 forged\x1b[2J";
    entry.result = "no \xc2\x9b\x80 \xe2\x80\xae such";
    entry.host = "a\r\nb";
    assert_true(journal_add(journal, &entry, &err));
    text = text_of(path);
    for (i = 0; text[i]; i++) {
        tabs += text[i] == '\t';
        lines += text[i] == '\n';
        assert_true((unsigned char)text[i] >= ' ' || text[i] == '\t' ||
                    text[i] == '\n');
        assert_int_not_equal((unsigned char)text[i], 0x9b);
    }
    assert_int_equal(tabs, 6);
    assert_int_equal(lines, 1);
    free(text);
    journal_close(journal);
}

static void
a_full_journal_is_begun_anew(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal = journal_open(state_env, &err);
    /* Another program that has it open too. */
    struct journal *other = journal_open(state_env, &err);
    const struct journal_entry entry = an_entry();
    struct stat status;
    char *text;

    (void)state;
    assert_non_null(journal);
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(truncate(path, JOURNAL_LIMIT - 10), 0);
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(stat(old_path, &status), 0);
    assert_int_equal(status.st_size, JOURNAL_LIMIT - 10);
    assert_true(journal_add(other, &entry, &err));
    text = text_of(path);
    assert_int_equal(strlen(text),
                     2 * strlen("2026-11-20T22:06:22Z\tlocal\tstop\tweb\t"
                                "0123456789ab\tdone\tdocker stop web\n"));
    free(text);
    journal_close(other);
    journal_close(journal);
}

static void
what_is_no_file_of_ours_is_refused(void **state)
{
    struct err err = ERR_INIT;
    struct journal *journal = journal_open(state_env, &err);
    const struct journal_entry entry = an_entry();
    char target[300], words[400];
    int fd;

    (void)state;
    assert_non_null(journal);
    (void)snprintf(target, sizeof(target), "%s/bayplan/elsewhere", home);
    fd = open(target, O_CREAT | O_WRONLY, 0600);
    assert_true(fd >= 0);
    (void)close(fd);
    assert_int_equal(symlink(target, path), 0);
    assert_false(journal_add(journal, &entry, &err));
    (void)snprintf(words, sizeof(words), "%s is a symbolic link", path);
    assert_string_equal(err.text, words);

    /* Told once; again when it broke anew. */
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(unlink(path), 0);
    assert_true(journal_add(journal, &entry, &err));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(journal_add(journal, &entry, &err));
    assert_true(journal_add(journal, &entry, &err));
    journal_close(journal);
}

static void
commands_are_quoted_for_a_shell(void **state)
{
    static const struct {
        const char *words[5];
        const char *text;
    } rows[] = {
        {{"docker", "stop", "web"}, "docker stop web"},
        {{"docker", "stop", "a b"}, "docker stop 'a b'"},
        {{"echo", ""}, "echo ''"},
        {{"echo", "it's"}, "echo 'it'\\''s'"},
        {{"echo", "'"}, "echo ''\\'''"},
        {{"echo", "$(rm -rf /)", "`x`", "a;b"},
         "echo '$(rm -rf /)' '`x`' 'a;b'"},
        {{"echo", "a\\b", "~", "*"}, "echo 'a\\b' '~' '*'"},
        {{"a/b_c.d:e=f@g%h+i,j-k"}, "a/b_c.d:e=f@g%h+i,j-k"},
        {{NULL}, ""},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        struct buf out = BUF_INIT(256);

        journal_command(&out, rows[i].words);
        assert_string_equal(buf_text(&out), rows[i].text);
        buf_release(&out);
    }
}

/* ---- reading it again */

static void
what_was_written_is_read_again(void **state)
{
    static const char *const targets[] = {"web-0", "web-1", "web-2", "web-3"};
    static const struct {
        size_t most, count;
        const char *first; /* of what is read */
    } rows[] = {{10, 4, "web-0"}, {4, 4, "web-0"}, {2, 2, "web-2"}, {0, 0, ""}};
    struct journal_entry entry = an_entry();
    struct journal_page page;
    struct err err = ERR_INIT;
    struct journal *journal;
    size_t i;

    (void)state;
    journal = journal_open(state_env, &err);
    assert_non_null(journal);
    assert_true(journal_read(journal, 10, &page, &err));
    assert_int_equal(page.count, 0);
    journal_page_release(&page);
    for (i = 0; i < COUNT(targets); i++) {
        entry.target = targets[i];
        entry.result = "a\tb"; /* no tab of a field's own parts fields */
        assert_true(journal_add(journal, &entry, &err));
        /* Half of them before the file was begun anew. */
        if (i == 1)
            assert_int_equal(rename(path, old_path), 0);
    }
    for (i = 0; i < COUNT(rows); i++) {
        assert_true(journal_read(journal, rows[i].most, &page, &err));
        assert_int_equal(page.count, rows[i].count);
        if (page.count > 0) {
            const struct journal_entry *last = &page.at[page.count - 1];

            assert_string_equal(page.at[0].target, rows[i].first);
            assert_string_equal(last->target, "web-3");
            assert_int_equal(last->time, entry.time);
            assert_string_equal(last->host, "local");
            assert_string_equal(last->act, "stop");
            assert_string_equal(last->id, "0123456789ab");
            assert_null(strchr(last->result, '\t'));
            assert_string_equal(last->command, "docker stop web");
        }
        journal_page_release(&page);
    }
    journal_close(journal);
}

static void
what_is_no_line_of_ours_is_left_out(void **state)
{
    static const char text[] =
        "2026-11-21T08:30:00Z\tlocal\tstop\tweb\t01\tdone\tdocker stop web\n"
        "\n"
        "words\n"
        "yesterday\tlocal\tstop\tweb\t01\tdone\tdocker stop web\n"
        "2026-11-21T08:30:00Z\tlocal\tstop\tweb\t01\tdone\n"
        "2026-11-21T08:30:00Z\ta\tb\tc\td\te\tf\tg\n"
        "2026-11-21T08:30:00Z\tlocal\tstop\tcut off";
    struct journal_page page;
    struct err err = ERR_INIT;
    struct journal *journal;
    FILE *file;

    (void)state;
    journal = journal_open(state_env, &err);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_true(journal_read(journal, 100, &page, &err));
    assert_int_equal(page.count, 1);
    assert_string_equal(page.at[0].target, "web");
    journal_page_release(&page);
    /* A folder in its place is said. */
    assert_int_equal(remove(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(journal_read(journal, 100, &page, &err));
    assert_non_null(strstr(err.text, path));
    journal_page_release(&page);
    journal_close(journal);
}

static void
of_a_large_journal_only_the_end_is_read(void **state)
{
    struct journal_page page;
    struct err err = ERR_INIT;
    struct journal *journal;
    char name[1024];
    size_t i, lines = (size_t)JOURNAL_READ / sizeof(name) + 10;
    FILE *file;

    (void)state;
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    journal = journal_open(state_env, &err);
    file = fopen(path, "w");
    assert_non_null(file);
    for (i = 0; i < lines; i++)
        assert_true(fprintf(file, "2026-11-21T08:30:00Z\th\t%zu\t%s\t0\tr\tc\n",
                            i, name) > 0);
    assert_int_equal(fclose(file), 0);
    assert_true(journal_read(journal, lines, &page, &err));
    assert_true(page.count > 900 && page.count < lines);
    for (i = 0; i < page.count; i++)
        assert_int_equal(atol(page.at[i].act), lines - page.count + i);
    journal_page_release(&page);
    journal_close(journal);
}

int
main(void)
{
#define IN_A_HOME(test)                                                        \
    cmocka_unit_test_setup_teardown(test, home_make, home_remove)
    const struct CMUnitTest tests[] = {
        IN_A_HOME(an_act_is_a_line_that_only_we_can_read),
        IN_A_HOME(an_open_file_is_closed_to_others),
        IN_A_HOME(without_a_state_folder_it_lies_in_the_home),
        cmocka_unit_test(without_a_home_there_is_no_journal),
        IN_A_HOME(hostile_text_stays_in_its_field),
        IN_A_HOME(a_full_journal_is_begun_anew),
        IN_A_HOME(what_is_no_file_of_ours_is_refused),
        IN_A_HOME(what_was_written_is_read_again),
        IN_A_HOME(what_is_no_line_of_ours_is_left_out),
        IN_A_HOME(of_a_large_journal_only_the_end_is_read),
        cmocka_unit_test(commands_are_quoted_for_a_shell),
    };

    (void)setlocale(LC_CTYPE, "");
    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
