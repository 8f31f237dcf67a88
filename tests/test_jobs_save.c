/*
 * Logs into files, as jobs: what is held and what the engine has; all of it, or
 * no file at all.
 */
#include "config.h"

#include "support/jobs_world.h"

#include "base/mem.h"
#include "base/numset.h"
#include "store/write.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define TIME "2026-11-21T08:30:00.000000001Z "
#define MEBI ((size_t)1 << 20)

/* ---- files -------------------------------------------------------------- */

static char folder[] = "/tmp/bayplan-save.XXXXXX";

static char *
text_of(const char *path, size_t *len)
{
    FILE *file = fopen(path, "r");
    struct stat info;
    char *text;

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &info), 0);
    text = xcalloc(1, (size_t)info.st_size + 1);
    *len = fread(text, 1, (size_t)info.st_size, file);
    assert_int_equal(*len, info.st_size);
    (void)fclose(file);
    return text;
}

static void
assert_text(const char *path, const char *expected)
{
    size_t len;
    char *text = text_of(path, &len);

    assert_string_equal(text, expected);
    free(text);
}

static void
put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Of whatever name. */
static int
count_files(void)
{
    DIR *all = opendir(".");
    int count = -2; /* . and .. */

    assert_non_null(all);
    while (readdir(all))
        count++;
    (void)closedir(all);
    return count;
}

/* ---- saving ------------------------------------------------------------- */

static struct ref
container_with_log(struct world *world, const char *name)
{
    const struct link link = {.state = LINK_LIVE};

    store_set_link(world->fleet.store, 0, &link);
    return container_add(world, name, STATE_RUNNING);
}

/* Its number; 0 with err. */
static unsigned
try_to_save(struct world *world, const struct ref *ref,
            const struct job_save *what, struct err *err)
{
    struct job_save named = *what;
    const struct job *job;

    named.name = "web";
    if (!named.path)
        named.path = "web.log";
    job = jobs_save_log(world->jobs, ref, &named, err);
    return job ? job_number(job) : 0;
}

static unsigned
save(struct world *world, const struct ref *ref, const struct job_save *what)
{
    struct err err = ERR_INIT;
    unsigned number = try_to_save(world, ref, what, &err);

    assert_string_equal(err.text, "");
    return number;
}

static void
wait_for_end(struct world *world, unsigned number)
{
    while (job_state(the_job(world, number)) != JOB_DONE)
        (void)loop_turn(world->loop, true);
}

static struct call *
stream_of(struct world *world, const struct ref *ref)
{
    struct call *call;

    turn(world);
    if (!fake_find(world->fleet.engine, FAKE_LOGS, ref->key))
        fake_answer(inspect_of(world, ref));
    while (!(call = fake_find(world->fleet.engine, FAKE_LOGS, ref->key)))
        (void)loop_turn(world->loop, true);
    return call;
}

static const struct job_save whole = {.part = SAVE_WHOLE};

static void
the_whole_log_streams_into_a_file(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    unsigned job = save(world, &web, &whole);
    struct call *call = stream_of(world, &web);
    struct buf words = BUF_INIT(256);
    struct stat info;

    assert_int_equal(job_action(the_job(world, job)), ACTION_SAVE);
    assert_int_equal(job_state(the_job(world, job)), JOB_RUNNING);
    assert_ptr_equal(jobs_find_save(world->jobs, &web), the_job(world, job));
    assert_row_says(world, &web, 0, NULL); /* it can be stopped meanwhile */
    assert_false(call->logs.follow);
    assert_int_equal(call->logs.tail, TAIL_ALL);
    fake_log(call, LOG_STDOUT, TIME "\x1b[31mone\x1b[0m\n", true);
    fake_log(call, LOG_STDERR, TIME "t", false);
    fake_log(call, LOG_STDERR, "wo\n", true);
    while (job_lines(the_job(world, job)) < 2)
        (void)loop_turn(world->loop, true);
    job_say_progress(&words, the_job(world, job));
    assert_string_equal(buf_text(&words), "saving 17B, 2 lines");
    assert_int_equal(access("web.log", F_OK), -1); /* not before it is whole */
    fake_log(call, LOG_STDOUT, TIME "no end", true);
    fake_end(call, NULL);
    wait_for_end(world, job);
    assert_text("web.log", "\x1b[31mone\x1b[0m\ntwo\nno end\n");
    assert_int_equal(stat("web.log", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(count_files(), 1);
    assert_result(world, job, "saved 3 lines of web to web.log");
    assert_false(job_failed(the_job(world, job)));
    assert_int_equal(world->ends, 1);
    assert_null(jobs_find_save(world->jobs, &web));
    assert_journal(world, "save|web|done; 3 lines to web.log|docker logs web "
                          ">web.log 2>&1\n");
    buf_release(&words);
}

/* More than a save may hold comes before a byte of it is written. */
static void
a_transfer_waits_for_the_disk(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    unsigned job = save(world, &web, &whole);
    struct call *call = stream_of(world, &web);
    char *line = xcalloc(1, 64 << 10);
    int lines = 0;

    memcpy(line, TIME, strlen(TIME));
    memset(line + strlen(TIME), 'x', 60000);
    line[strlen(line)] = '\n';
    while (!call->is_paused) {
        fake_log(call, LOG_STDOUT, line, true);
        lines++;
    }
    assert_in_range(lines, 3 * MEBI / 60001, 5 * MEBI / 60001);
    while (call->is_paused)
        (void)loop_turn(world->loop, true);
    fake_end(call, NULL);
    wait_for_end(world, job);
    assert_int_equal(job_lines(the_job(world, job)), lines);
    assert_int_equal(job_bytes(the_job(world, job)), (size_t)lines * 60001);
    free(line);
}

/* Whatever stood there stays, and nothing else. */
static void
a_save_that_does_not_end_leaves_no_file(void **state)
{
    static const struct {
        bool is_cancelled;
        const char *result, *note;
        bool failed;
    } rows[] = {
        {true, "saving the log of web was cancelled; nothing is kept",
         "it was cancelled", false},
        {false, "saving the log of web: it failed", "it failed", true},
    };
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct job_save over = whole;

    put_file("web.log", "old\n");
    over.replaces = true;
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned job = save(world, &web, &over);
        struct call *call = stream_of(world, &web);

        fake_log(call, LOG_STDOUT, TIME "one\n", true);
        while (job_lines(the_job(world, job)) < 1)
            (void)loop_turn(world->loop, true);
        assert_int_equal(count_files(), 2);
        if (rows[i].is_cancelled)
            jobs_cancel(world->jobs, job);
        else
            fake_fail(call, ERR_UNSUPPORTED);
        assert_int_equal(world->ends, i); /* never inside the call */
        wait_for_end(world, job);
        jobs_cancel(world->jobs, job); /* too late */
        turn(world);
        assert_int_equal(world->ends, i + 1);
        assert_result(world, job, rows[i].result);
        assert_int_equal(job_failed(the_job(world, job)), rows[i].failed);
        assert_int_equal(count_files(), 1);
        assert_text("web.log", "old\n");
    }
    assert_journal(world,
                   "save|web|it was cancelled|docker logs web >web.log 2>&1\n"
                   "save|web|it failed|docker logs web >web.log 2>&1\n");
}

static void
closing_the_jobs_cancels_a_save(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");

    (void)save(world, &web, &whole);
    fake_log(stream_of(world, &web), LOG_STDOUT, TIME "one\n", true);
    turn(world);
    world_close_jobs(world);
    while (!world->is_closed)
        (void)loop_turn(world->loop, true);
    assert_int_equal(count_files(), 0);
    assert_int_equal(journal_lines(world), 1);
}

/* ---- names -------------------------------------------------------------- */

static void
what_cannot_be_written_is_refused_in_words(void **state)
{
    static const struct {
        const char *path, *words;
        enum err_kind kind;
    } rows[] = {
        {"there.log", "there.log is there already", ERR_CONFLICT},
        {"/dev/null", "/dev/null is no plain file", ERR_OTHER},
        {".", ". is no plain file", ERR_OTHER},
        {"no/such/x.log", "writing no/such/x.log: No such file or directory",
         ERR_MISSING},
        {"there.log/x", "writing there.log/x: Not a directory", ERR_MISSING},
    };
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");

    put_file("there.log", "old\n");
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct job_save what = whole;
        struct err err = ERR_INIT;

        what.path = rows[i].path;
        assert_int_equal(try_to_save(world, &web, &what, &err), 0);
        assert_string_equal(err.text, rows[i].words);
        assert_int_equal(err.kind, rows[i].kind);
    }
    assert_int_equal(jobs_open_count(world->jobs), 0);
    assert_int_equal(count_files(), 1);
}

static void
a_file_that_came_meanwhile_is_not_replaced(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    unsigned job = save(world, &web, &whole);
    struct call *call = stream_of(world, &web);

    put_file("web.log", "somebody else's\n");
    fake_end(call, NULL);
    wait_for_end(world, job);
    assert_result(world, job,
                  "saving the log of web: writing web.log: File exists");
    assert_text("web.log", "somebody else's\n");
    assert_int_equal(count_files(), 1);
}

static void
a_link_leads_to_the_file_that_is_replaced(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct job_save what = whole;
    struct stat info;
    unsigned job;

    put_file("there.log", "old\n");
    assert_int_equal(symlink("there.log", "web.log"), 0);
    what.replaces = true;
    job = save(world, &web, &what);
    fake_log(stream_of(world, &web), LOG_STDOUT, TIME "new\n", true);
    fake_end(stream_of(world, &web), NULL);
    wait_for_end(world, job);
    assert_int_equal(lstat("web.log", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_text("there.log", "new\n");
}

static void
a_log_is_saved_once_at_a_time_and_four_at_most(void **state)
{
    struct world *world = *state;
    struct ref refs[JOBS_SAVES + 1];
    struct err err = ERR_INIT;

    for (size_t i = 0; i < COUNT(refs); i++) {
        struct job_save what = whole;
        char path[16];

        refs[i] = container_with_log(world, "web");
        (void)snprintf(path, sizeof(path), "%zu.log", i);
        what.path = path;
        assert_int_equal(try_to_save(world, &refs[i], &what, &err) != 0,
                         i < JOBS_SAVES);
    }
    assert_string_equal(err.text, "4 logs are being saved already");
    assert_int_equal(try_to_save(world, &refs[0], &whole, &err), 0);
    assert_string_equal(err.text, "the log of web is being saved already");
    assert_int_equal(err.kind, ERR_IN_PROGRESS);
}

/* ---- lines that are held ------------------------------------------------ */

static void
add_lines(struct logbook *book, struct buf *expected, int from, int to)
{
    for (; from < to; from++) {
        char line[256];
        int len = snprintf(line, sizeof(line), "line %d %0150d\n", from, from);

        logbook_add(book, LOG_STDOUT, from, str_make(line, (size_t)len));
        if (expected)
            (void)buf_add(expected, line, (size_t)len);
    }
}

/* The view is left, the log flows on and drops what is being written. */
static void
what_is_held_is_saved_as_it_was(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct logbooks *books = logbooks_new(4 * MEBI);
    struct logbook *book = logbook_new(books);
    struct buf expected = BUF_INIT(8 * MEBI);
    struct job_save held = {.part = SAVE_HELD, .book = book};
    unsigned job;
    size_t len;
    char *text;

    add_lines(book, &expected, 0, 7000);
    logbook_add_seam(book, "restarted");
    add_lines(book, &expected, 7000, 14000);
    logbook_add(book, LOG_STDERR, 14000, str_of("half"));
    (void)buf_add_text(&expected, "half\n");
    job = save(world, &web, &held);
    add_lines(book, NULL, 20000, 50000);
    logbook_free(book);
    logbooks_free(books);
    wait_for_end(world, job);
    text = text_of("web.log", &len);
    assert_int_equal(len, expected.len);
    assert_memory_equal(text, expected.at, len);
    assert_result(world, job, "saved 14001 lines of web to web.log");
    assert_journal(world, "save|web|done; 14001 lines to web.log|\n");
    free(text);
    buf_release(&expected);
}

static void
what_is_shown_is_saved_alone(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct logbooks *books = logbooks_new(4 * MEBI);
    struct logbook *book = logbook_new(books);
    struct numset shown = NUMSET_INIT;
    struct buf expected = BUF_INIT(MEBI);
    struct job_save what = {.part = SAVE_SHOWN, .book = book, .shown = &shown};
    unsigned job;
    size_t len;
    char *text;

    for (int i = 0; i < 14000; i++) {
        bool is_shown = i % 1000 == 7 || i > 13900;

        add_lines(book, is_shown ? &expected : NULL, i, i + 1);
        if (is_shown)
            numset_add(&shown, (uint64_t)i + 1);
    }
    job = save(world, &web, &what);
    numset_release(&shown);
    logbook_free(book);
    logbooks_free(books);
    wait_for_end(world, job);
    text = text_of("web.log", &len);
    assert_int_equal(len, expected.len);
    assert_memory_equal(text, expected.at, len);
    free(text);
    buf_release(&expected);
}

static void
a_full_disk_is_said_and_leaves_no_file(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct logbooks *books = logbooks_new(4 * MEBI);
    struct logbook *book = logbook_new(books);
    struct job_save held = {.part = SAVE_HELD, .book = book};
    struct rlimit before, small;
    struct buf words = BUF_INIT(1024);
    unsigned job;

    add_lines(book, NULL, 0, 7000);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 300000;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    job = save(world, &web, &held);
    wait_for_end(world, job);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_true(job_failed(the_job(world, job)));
    job_result(&words, the_job(world, job));
    assert_non_null(
        strstr(buf_text(&words), "saving the log of web: writing "));
    assert_non_null(strstr(buf_text(&words), "web.log: File too large"));
    assert_int_equal(count_files(), 0);
    logbook_free(book);
    logbooks_free(books);
    buf_release(&words);
}

/* ---- for a command ------------------------------------------------------ */

static void
a_log_for_a_command_is_a_file_of_ours(void **state)
{
    struct world *world = *state;
    struct ref web = container_with_log(world, "web");
    struct logbooks *books = logbooks_new(MEBI);
    struct logbook *book = logbook_new(books);
    struct job_save what = {
        .part = SAVE_HELD, .book = book, .command = "grep -c line"};

    /* Where there is no such folder it is another one. */
    assert_int_equal(setenv("TMPDIR", "/no/such", 1), 0);
    jobs_cancel(world->jobs, save(world, &web, &what));
    while (jobs_open_count(world->jobs) > 0)
        (void)loop_turn(world->loop, true);
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    add_lines(book, NULL, 0, 3);
    for (int i = 0; i < 2; i++) {
        unsigned job = save(world, &web, &what);
        const char *path;

        assert_int_equal(job_action(the_job(world, job)), ACTION_PIPE);
        assert_null(jobs_take_file(world->jobs, job)); /* not yet */
        wait_for_end(world, job);
        assert_result(world, job, "");
        assert_string_equal(job_command(the_job(world, job)), "grep -c line");
        assert_int_equal(count_files(), 1);
        if (i > 0)
            continue;
        path = jobs_take_file(world->jobs, job);
        assert_non_null(path);
        assert_null(jobs_take_file(world->jobs, job));
        assert_int_equal(unlink(path), 0);
    }
    /* The one that nobody took goes with its job. */
    world_close_jobs(world);
    turn(world);
    assert_int_equal(count_files(), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    logbook_free(book);
    logbooks_free(books);
}

/* ---- a folder for each -------------------------------------------------- */

static int
begin(void **state)
{
    (void)snprintf(folder, sizeof(folder), "/tmp/bayplan-save.XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? world_make(state) : -1;
}

static int
finish(void **state)
{
    static const char *const names[] = {"web.log", "there.log"};

    for (size_t i = 0; i < COUNT(names); i++)
        (void)unlink(names[i]);
    if (world_end(state) != 0 || chdir("/") != 0)
        return -1;
    return rmdir(folder);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(the_whole_log_streams_into_a_file),
        IN_A_FOLDER(a_transfer_waits_for_the_disk),
        IN_A_FOLDER(a_save_that_does_not_end_leaves_no_file),
        IN_A_FOLDER(closing_the_jobs_cancels_a_save),
        IN_A_FOLDER(what_cannot_be_written_is_refused_in_words),
        IN_A_FOLDER(a_file_that_came_meanwhile_is_not_replaced),
        IN_A_FOLDER(a_link_leads_to_the_file_that_is_replaced),
        IN_A_FOLDER(a_log_is_saved_once_at_a_time_and_four_at_most),
        IN_A_FOLDER(what_is_held_is_saved_as_it_was),
        IN_A_FOLDER(what_is_shown_is_saved_alone),
        IN_A_FOLDER(a_full_disk_is_said_and_leaves_no_file),
        IN_A_FOLDER(a_log_for_a_command_is_a_file_of_ours),
    };

    return cmocka_run_group_tests_name("jobs: logs into files", tests, NULL,
                                       NULL);
}
