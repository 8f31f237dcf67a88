/*
 * Every view, menu and question at five sizes: one table, one picture each in
 * tests/screens/NAME-WIDTHxHEIGHT.txt. A view without a row fails.
 */
#include "config.h"

#include "support/fake_journal.h"
#include "support/fake_reading.h"
#include "support/fake_tail.h"
#include "support/golden.h"
#include "support/harbour.h"

#include "base/timestamp.h"
#include "store/write.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"

#include <locale.h>
#include <stdio.h>

static const struct size sizes[] = {
    {160, 48}, {100, 30}, {80, 24}, {40, 12}, {20, 5}};

#define ON_WEB "j j j j j j"

static const char inspected[] =
    "{\"Id\":\"4f1c\",\"Created\":\"2026-11-21T08:49:25.565805522Z\","
    "\"Path\":\"nginx\",\"Args\":[\"-g\",\"daemon off;\"],"
    "\"State\":{\"Status\":\"running\",\"Running\":true,\"Pid\":7986,"
    "\"ExitCode\":0,\"Error\":\"\",\"Health\":null},"
    "\"HostConfig\":{\"Memory\":1795212382342796626,"
    "\"NanoCpus\":1e9,\"Binds\":[]},"
    "\"Config\":{\"Env\":[\"PATH=/bin\",\"DB_PASSWORD=hunter2\","
    "\"EVIL=\\u001b]0;title\\u0007\\u202eback\"],"
    "\"Labels\":{\"com.docker.compose.project\":\"shop\"}}}";

static const char ended[] =
    "{\"RestartCount\":2,\"State\":{\"Status\":\"exited\","
    "\"ExitCode\":137,\"OOMKilled\":true,\"Error\":\"\","
    "\"StartedAt\":\"2026-11-21T13:58:00Z\","
    "\"FinishedAt\":\"2026-11-21T14:00:06.5Z\","
    "\"Health\":{\"Status\":\"unhealthy\",\"FailingStreak\":2,\"Log\":["
    "{\"Start\":\"2026-11-21T13:59:00Z\",\"ExitCode\":0,\"Output\":\"ok\"},"
    "{\"Start\":\"2026-11-21T13:59:30Z\",\"ExitCode\":1,"
    "\"Output\":\"curl: (7) Failed to connect\\nno answer\\n\"}]}},"
    "\"Config\":{\"StopSignal\":\"SIGTERM\"},"
    "\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"on-failure\","
    "\"MaximumRetryCount\":2}}}";

struct row {
    const char *name;
    const struct view_ops *view; /* that this is a picture of, or NULL */
    const char *keys;
    const char *answer; /* of the engine, when the keys make it be asked */
    const char *then;   /* keys after that */
    bool is_saving;     /* a log, of which nothing more comes */
    bool has_log;       /* costs DETAIL_REST_MS; else it is still being read */
};

static const struct row rows[] = {
    {.name = "containers", .view = &panes_view, .keys = "", .has_log = true},
    {.name = "containers-zoomed", .view = &containers_view, .keys = "z"},
    {.name = "images", .view = &images_view, .keys = "2", .has_log = true},
    {.name = "images-zoomed", .keys = "2 z"},
    {.name = "logs-pane",
     .view = &logs_view,
     .keys = ON_WEB " 3",
     .has_log = true},
    {.name = "logs-long-name", .keys = "j j j j j 3", .has_log = true},
    {.name = "logs-zoomed", .keys = ON_WEB " 3 z", .has_log = true},
    {.name = "logs-save", .keys = ON_WEB " 3", .has_log = true, .then = ">"},
    {.name = "logs-save-prompt",
     .keys = ON_WEB " 3",
     .has_log = true,
     .then = "> w"},
    {.name = "logs-saving",
     .keys = ON_WEB " 3",
     .has_log = true,
     .then = "> w Enter",
     .is_saving = true},
    {.name = "jobs",
     .view = &jobs_view,
     .keys = ON_WEB " 3",
     .has_log = true,
     .then = "> w Enter : j o b s Enter",
     .is_saving = true},
    {.name = "jobs-none", .keys = ": j o b s Enter"},
    {.name = "logs-pipe-prompt",
     .keys = ON_WEB " 3",
     .has_log = true,
     .then = "| s"},
    {.name = "stats-pane", .view = &stats_view, .keys = ON_WEB " 4"},
    {.name = "stats-zoomed", .keys = ON_WEB " 4 z"},
    {.name = "inspect",
     .view = &inspect_view,
     .keys = ON_WEB " i",
     .answer = inspected,
     .then = "+"},
    {.name = "inspect-search",
     .keys = ON_WEB " i",
     .answer = inspected,
     .then = "/ s h o p Enter"},
    {.name = "why",
     .view = &why_view,
     .keys = "G w",
     .answer = ended,
     .has_log = true},
    {.name = "journal", .view = &journal_view, .keys = "@"},
    {.name = "help", .view = &help_view, .keys = "?"},
    {.name = "help-end", .keys = "? G"},
    {.name = "help-images", .keys = "2 ?"},
    {.name = "messages",
     .view = &messages_view,
     .keys = "F7 s : s e t Space s o r t Enter : n o n e Enter "
             ": m e s s a g e s Enter"},
    {.name = "options", .view = &options_view, .keys = ": s e t Enter"},
    {.name = "message", .keys = ": s e t Space s o r t Enter"},
    {.name = "menu-sort", .keys = "S j"},
    {.name = "menu-kill", .keys = ON_WEB " K j"},
    {.name = "menu-remove", .keys = "G D j"},
    {.name = "menu-copy", .keys = ON_WEB " y"},
    {.name = "columns", .keys = ", j Space j"},
    {.name = "columns-images", .keys = "2 ,"},
    {.name = "question", .keys = ON_WEB " x"},
    {.name = "question-many", .keys = "* r"},
    {.name = "question-filtered", .keys = "/ w e b Enter K 1"},
    {.name = "question-typed", .keys = ON_WEB " D f"},
    {.name = "prompt", .keys = ": s t o p Space w e"},
    {.name = "prompt-words", .keys = ": s Tab"},
    {.name = "prompt-filter", .keys = "/ w e b"},
    {.name = "prompt-rename", .keys = "G k k k k k k k n"},
};

/* ---- the rig ------------------------------------------------------------ */

static void
write_log(void)
{
    static const char *const lines[] = {
        "listening on :8080\n",
        "GET /health 200 1.2ms\n",
        ("\x1b[33mwarning\x1b[0m: the cache answers slowly, 1834 ms, and this "
         "line goes on behind the right edge of many a pane\n"),
        "\xe8\xb2\xa8\xe7\x89\xa9\xe8\x88\xb9 \x1b[2J\x1b]0;pwned\x07\n",
    };

    for (size_t i = 0; i < COUNT(lines); i++)
        logbook_add(fake_tail_book(), i == 2 ? LOG_STDERR : LOG_STDOUT,
                    WORLD_NOW - (int64_t)(9 - i) * SECOND_NS, str_of(lines[i]));
}

static void
add_event(struct world *world, const char *name, const char *action)
{
    struct event event = {.type = EVENT_CONTAINER, .time_ns = WORLD_NOW};
    struct ref ref = world_ref(name);

    (void)snprintf(event.id, sizeof(event.id), "%s", ref.key);
    (void)snprintf(event.action, sizeof(event.action), "%s", action);
    store_add_event(world->store, 0, &event);
}

static void
rig_init(struct world *world, struct size size, bool has_log)
{
    fake_journal_set(1);
    if (has_log) {
        fake_tail_begin();
        write_log();
    }
    world_init(world, size.width, size.height);
    harbour_fill(world);
    add_event(world, "worker", "oom");
    add_event(world, "worker", "die");
    world_turn(world);
    (void)world_picture(world, false);
}

static void
rig_release(struct world *world)
{
    world_release(world);
    fake_reading_forget();
    fake_tail_end();
}

/* The log of the container under the cursor comes when the cursor rests. */
static void
wait_for_log(struct world *world)
{
    const struct view *panes = app_view(world->app);
    struct view *list = panes_child(panes, PANE_CONTAINERS);
    struct ref ref;

    (void)world_picture(world, false);
    if (!list || !list->ops->subject(list, &ref))
        return;
    while (!fake_tail_is_open(&ref))
        (void)loop_turn(world->loop, true);
    world_turn(world);
}

/* All that has come of the log is in the file. */
static void
wait_for_save(struct world *world)
{
    const struct ref ref = world_ref("web-1");
    const struct job *job = jobs_find_save(world->jobs, &ref);

    assert_non_null(job);
    while (job_lines(job) < 4)
        (void)loop_turn(world->loop, true);
    world_turn(world);
}

static bool
is_as_painted(const struct row *row, struct size size)
{
    struct world world;
    char name[64];
    bool is_right;

    fake_reading_be_away(!row->answer && !row->is_saving);
    rig_init(&world, size, row->has_log);
    world_press(&world, row->keys);
    if (row->answer) {
        fake_reading_wait(&world);
        fake_reading_answer(&world, row->answer);
    }
    (void)world_picture(&world, false);
    if (row->has_log)
        wait_for_log(&world);
    if (row->then)
        world_press(&world, row->then);
    if (row->is_saving)
        wait_for_save(&world);
    (void)snprintf(name, sizeof(name), "%s-%dx%d", row->name, size.width,
                   size.height);
    is_right = golden_is(&world, name, size.width == 100);
    rig_release(&world);
    return is_right;
}

/* A job that is seen nowhere else any more. */
static void
a_job_is_cancelled_where_all_are_listed(void **state)
{
    struct world world;

    (void)state;
    fake_reading_be_away(false);
    rig_init(&world, sizes[2], true);
    world_press(&world, ON_WEB " 3");
    (void)world_picture(&world, false);
    wait_for_log(&world);
    world_press(&world, "> w Enter : j o b s Enter");
    wait_for_save(&world);
    assert_non_null(strstr(world_picture(&world, false), "1 under way"));
    assert_non_null(strstr(world_picture(&world, false), "saving 178B"));
    world_press(&world, "x");
    while (jobs_open_count(world.jobs) > 0)
        (void)loop_turn(world.loop, true);
    world_turn(&world);
    assert_non_null(strstr(world_picture(&world, false), "was cancelled;"));
    world_press(&world, "k x");
    assert_non_null(strstr(world_picture(&world, false), "it has ended"));
    rig_release(&world);
}

/* ---- tests -------------------------------------------------------------- */

static void
every_view_is_readable_at_every_size(void **state)
{
    bool is_right = true;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        for (size_t k = 0; k < COUNT(sizes); k++)
            is_right &= is_as_painted(&rows[i], sizes[k]);
    assert_true(is_right);
}

static bool
has_row(const struct view_ops *view)
{
    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].view == view)
            return true;
    print_error("no picture of %s\n", view->name);
    return false;
}

static void
no_view_is_without_a_picture(void **state)
{
    bool is_right = has_row(&logs_view) && has_row(&stats_view);

    (void)state;
    for (size_t i = 0; i < view_count; i++)
        is_right &= has_row(views[i]);
    assert_true(is_right);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_view_is_readable_at_every_size),
        cmocka_unit_test(no_view_is_without_a_picture),
        cmocka_unit_test(a_job_is_cancelled_where_all_are_listed),
    };

    if (!setlocale(LC_ALL, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
