/*
 * Numbers of running containers against what `docker stats` makes of the same
 * counters: its formula is written down here a second time, and where the
 * docker command is installed, it is asked too.
 */
#include "config.h"

#include "engine/caller.h"
#include "engine/docker.h"
#include "support/test.h"

#include "base/ring.h"
#include "engine/version.h"
#include "store/sync_parts.h"
#include "work/fleet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_WITHIN 0.05
#define SAMPLES 6 /* the first has no difference, then five */

/* Half a CPU for good, and memory that stays. */
#define HOG                                                                    \
    "\"Cmd\":[\"sh\",\"-c\",\"while :; do :; done\"],\"StopSignal\":"          \
    "\"SIGKILL\",\"HostConfig\":{\"NanoCpus\":500000000}"
#define EATER                                                                  \
    "\"Cmd\":[\"sh\",\"-c\",\"x=$(yes | head -c 30000000); sleep 100000; "     \
    ":\"],"                                                                    \
    "\"StopSignal\":\"SIGKILL\",\"HostConfig\":{\"Memory\":268435456}"

/* What the kernel says that a container used, and when it said so. */
struct reading {
    double used, at; /* seconds, of this container and of all CPUs */
};

struct scene {
    struct caller caller;
    size_t count;
    struct sample samples[SAMPLES];
    const char *id; /* the kernel is asked about it with each sample; NULL */
    struct reading before, after[SAMPLES]; /* the samples */
};

/* ---- the kernel's numbers ----------------------------------------------- */

/* The first number of the file; of cgroup v2 a word stands before it. */
static double
read_number(const char *path)
{
    FILE *file = fopen(path, "r");
    char text[128] = "";

    if (!file)
        return -1;
    if (!fgets(text, sizeof(text), file))
        *text = '\0';
    (void)fclose(file);
    return *text ? strtod(text + strcspn(text, "0123456789"), NULL) : -1;
}

/* By a process of it, because an engine may put its groups anywhere. */
static double
ask_kernel(const char *id)
{
    static const struct {
        const char *controller, *file;
        double second;
    } rows[] = {
        {"cpuacct", "cpuacct.usage", 1e9},
        {"", "cpu.stat", 1e6},
    };
    cJSON *container = docker_get("/containers/%s/json", id);
    char name[64], line[512], path[640];
    double used = -1;
    FILE *file;

    (void)snprintf(name, sizeof(name), "/proc/%.0f/cgroup",
                   docker_number(container, "State.Pid"));
    cJSON_Delete(container);
    file = fopen(name, "r");
    assert_non_null(file);
    while (used < 0 && fgets(line, sizeof(line), file)) {
        char *controllers = strchr(line, ':') + 1;
        char *group = strchr(controllers, ':');

        *group++ = '\0';
        group[strcspn(group, "\n")] = '\0';
        for (size_t i = 0; used < 0 && i < COUNT(rows); i++) {
            if (*rows[i].controller ? !strstr(controllers, rows[i].controller)
                                    : *controllers != '\0')
                continue;
            (void)snprintf(path, sizeof(path), "/sys/fs/cgroup/%s%s/%s",
                           rows[i].controller, group, rows[i].file);
            used = read_number(path) / rows[i].second;
        }
    }
    (void)fclose(file);
    return used;
}

/* Time as the engine's formula has it: of all CPUs, what user, nice, system,
 * idle, iowait, irq and softirq make together. What a hypervisor took away is
 * not in it, so the clock on the wall would be another one. */
static double
all_cpus_now(void)
{
    FILE *file = fopen("/proc/stat", "r");
    double sum = 0, ticks;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "cpu"), 0);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(fscanf(file, "%lf", &ticks), 1);
        sum += ticks;
    }
    (void)fclose(file);
    return sum / (double)sysconf(_SC_CLK_TCK);
}

static struct reading
reading_now(const char *id)
{
    double used = ask_kernel(id);

    assert_true(used >= 0);
    return (struct reading){used, all_cpus_now()};
}

/* Per cent of a CPU from one reading to the other. */
static double
percent_between(const struct reading *from, const struct reading *to)
{
    assert_true(to->at > from->at);
    return (to->used - from->used) / (to->at - from->at) * 100 *
           (double)sysconf(_SC_NPROCESSORS_ONLN);
}

static void
sampled(void *data, const struct sample *sample)
{
    struct scene *scene = data;

    if (scene->count == SAMPLES)
        return;
    if (scene->id)
        scene->after[scene->count] = reading_now(scene->id);
    scene->samples[scene->count++] = *sample;
}

static bool
has_all_samples(void *data)
{
    return ((struct scene *)data)->count == SAMPLES;
}

static int
set_up(void **state)
{
    static struct scene scene;

    memset(&scene, 0, sizeof(scene));
    docker_clean();
    caller_open(&scene.caller);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    caller_close(&scene->caller);
    docker_clean();
    return 0;
}

/* ---- docker's numbers --------------------------------------------------- */

struct numbers {
    double cpu_percent;
    double memory, limit;
    double pids;
};

/* calculateCPUPercentUnix and calculateMemUsageUnixNoCache of docker/cli, of
 * one answer that holds two readings. */
static struct numbers
by_formula(const cJSON *stats)
{
    struct numbers numbers = {0};
    double cpu = docker_number(stats, "cpu_stats.cpu_usage.total_usage") -
                 docker_number(stats, "precpu_stats.cpu_usage.total_usage");
    double system = docker_number(stats, "cpu_stats.system_cpu_usage") -
                    docker_number(stats, "precpu_stats.system_cpu_usage");
    double usage = docker_number(stats, "memory_stats.usage");
    double v1 = docker_number(stats, "memory_stats.stats.total_inactive_file");
    double v2 = docker_number(stats, "memory_stats.stats.inactive_file");

    if (cpu > 0 && system > 0)
        numbers.cpu_percent =
            cpu / system * docker_number(stats, "cpu_stats.online_cpus") * 100;
    numbers.memory = usage - (v1 > 0 ? v1 : v2);
    numbers.limit = docker_number(stats, "memory_stats.limit");
    numbers.pids = docker_number(stats, "pids_stats.current");
    return numbers;
}

/* What the docker command says, where there is one: "12.3%", "30MiB / 1GiB". */
static bool
by_command(const char *name, struct numbers *numbers)
{
    static const struct {
        const char *unit;
        double bytes;
    } units[] = {{"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}};
    char said[128], unit[8] = "";
    int status = docker_run_program(
        said, sizeof(said),
        (const char *const[]){"docker", "-H", docker_host(), "stats",
                              "--no-stream", "--format",
                              "{{.CPUPerc}} {{.MemUsage}}", name, NULL});

    if (status == 127)
        return false;
    assert_int_equal(status, 0);
    assert_int_equal(sscanf(said, "%lf%% %lf%7[a-zA-Z]", &numbers->cpu_percent,
                            &numbers->memory, unit),
                     3);
    for (size_t i = 0; i < COUNT(units); i++) {
        if (strcmp(unit, units[i].unit) == 0)
            numbers->memory *= units[i].bytes;
    }
    return true;
}

/* ------------------------------------------------------------------------- */

static void
the_same_answer_gives_the_same_numbers(void **state)
{
    static const struct {
        const char *name, *json;
    } rows[] = {{"hog", HOG}, {"eater", EATER}, {"idle", DOCKER_IDLE}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char ours[32], theirs[32];
        struct sample sample;
        struct usage usage;
        struct numbers numbers;
        struct err err;
        cJSON *stats;
        char *text;

        docker_run(NULL, rows[i].name, rows[i].json);
        stats = docker_get("/containers/%s/stats?stream=0", rows[i].name);
        text = cJSON_PrintUnformatted(stats);
        numbers = by_formula(stats);
        if (!sample_decode(&sample, str_of(text), &err))
            fail_msg("%s", err.text);
        assert_true(usage_compute(&usage, &sample, NULL));
        assert_true(usage.has_cpu && usage.has_memory && usage.has_pids);
        (void)snprintf(ours, sizeof(ours), "%.2f", usage.cpu_percent);
        (void)snprintf(theirs, sizeof(theirs), "%.2f", numbers.cpu_percent);
        assert_string_equal(ours, theirs);
        assert_true((double)usage.memory == numbers.memory);
        assert_true((double)usage.memory_limit == numbers.limit);
        assert_true((double)usage.pids == numbers.pids);
        free(text);
        cJSON_Delete(stats);
    }
}

/* The counters of the first and the last sample lie between what the kernel
 * said before and after each; so does what is made of them, however slow the
 * machine is. How exact the formula is, the same answer shows above. */
static void
a_hog_has_what_the_kernel_gave_it(void **state)
{
    struct scene *scene = *state;
    const struct sample *first = &scene->samples[0];
    const struct sample *last = &scene->samples[SAMPLES - 1];
    const struct reading *end = &scene->after[SAMPLES - 1];
    struct numbers numbers;
    double used, time, least, most;
    struct usage usage;
    struct call *call;

    docker_run(NULL, "hog", HOG);
    scene->id = "hog";
    scene->before = reading_now("hog");
    call = engine_follow_stats(scene->caller.engine, "hog", sampled,
                               caller_done, scene);
    caller_await(&scene->caller, has_all_samples);
    call_cancel(call);
    assert_false(caller_ended(&scene->caller));

    assert_true(usage_compute(&usage, first, NULL));
    assert_false(usage.has_cpu);
    for (size_t i = 0; i < SAMPLES; i++) {
        used = (double)scene->samples[i].cpu_total / 1e9;
        assert_true(scene->before.used <= used);
        assert_true(used <= scene->after[i].used);
    }
    assert_true(usage_compute(&usage, last, first));
    assert_true(usage.has_cpu);
    used = (double)(last->cpu_total - first->cpu_total) / 1e9;
    time = (double)(last->cpu_system - first->cpu_system) / 1e9;
    least = used / (end->at - scene->before.at) * last->cpu_online * 100;
    most = (end->used - scene->before.used) / time * last->cpu_online * 100;
    print_message("# hog: %.2f %%, by the kernel %.2f, %.2f to %.2f\n",
                  usage.cpu_percent, percent_between(&scene->before, end),
                  least, most);
    assert_true(least <= usage.cpu_percent && usage.cpu_percent <= most);
    if (by_command("hog", &numbers))
        print_message("# docker stats: %.2f %%\n", numbers.cpu_percent);
}

static struct usage
read_once(struct scene *scene, const char *name)
{
    struct usage usage;

    scene->count = 0;
    (void)engine_poll_stats(scene->caller.engine, name, sampled, caller_done,
                            scene);
    assert_true(caller_ended(&scene->caller));
    assert_int_equal(scene->count, 1);
    assert_true(usage_compute(&usage, &scene->samples[0], NULL));
    return usage;
}

static void
memory_is_what_docker_stats_says(void **state)
{
    struct scene *scene = *state;
    struct numbers numbers;
    struct usage usage;
    cJSON *stats;

    docker_run(NULL, "eater", EATER);
    /* Until it has eaten. */
    do
        usage = read_once(scene, "eater");
    while (usage.pids > 2 || usage.memory < 30000000);
    stats = docker_get("/containers/eater/stats?stream=0");
    numbers = by_formula(stats);
    usage = read_once(scene, "eater");
    print_message("# eater: %.0f bytes, by the formula %.0f\n",
                  (double)usage.memory, numbers.memory);
    assert_true(fabs((double)usage.memory / numbers.memory - 1) <
                MEMORY_WITHIN);
    assert_int_equal(usage.memory_limit, 268435456);
    if (by_command("eater", &numbers))
        assert_true(fabs((double)usage.memory / numbers.memory - 1) <
                    MEMORY_WITHIN);
    cJSON_Delete(stats);
}

/* ---- through the store -------------------------------------------------- */

struct watch_hog {
    const struct store *store;
    struct ref hog;
    const struct container_row *row;
    const struct ring *history;
};

static bool
has_smooth_numbers(void *data)
{
    struct watch_hog *watch = data;

    watch->history = store_history(watch->store, &watch->hog);
    watch->row = store_find_container(watch->store, &watch->hog);
    return watch->row && watch->row->usage && watch->row->usage->has_cpu &&
           watch->history && watch->history->count >= SAMPLES;
}

/* The smooth number lies within those that it was made of. */
static void
check_history(const struct watch_hog *watch)
{
    double least = INFINITY, most = 0;

    for (size_t i = 1; i < watch->history->count; i++) {
        const struct moment *moment = ring_at(watch->history, i);

        least = fmin(least, (double)moment->cpu);
        most = fmax(most, (double)moment->cpu);
    }
    print_message("# hog in the store: %.2f %%, %.2f to %.2f\n",
                  watch->row->cpu_smooth, least, most);
    assert_true(least > 0);
    /* History has floats. */
    assert_true(watch->row->cpu_smooth >= least * 0.999);
    assert_true(watch->row->cpu_smooth <= most * 1.001);
}

static void
the_store_has_the_same_numbers(void **state)
{
    struct scene *scene = *state;
    struct fleet *fleet = fleet_new(scene->caller.loop);
    struct watch_hog watch = {.store = fleet_store(fleet)};
    const struct totals *totals;
    char id[DOCKER_ID_SIZE];
    unsigned index;

    docker_run(id, "hog", HOG);
    index = fleet_add(fleet, "test", scene->caller.engine, true);
    scene->caller.engine = NULL; /* the fleet's now */
    watch.hog = ref_make(index, REF_CONTAINER, id);
    assert_true(turn_until(scene->caller.loop, CALLER_PATIENCE_MS,
                           has_smooth_numbers, &watch));
    check_history(&watch);
    totals = store_totals(watch.store, index);
    assert_int_equal(totals->sampled, totals->running);
    assert_true(totals->cpu_percent > 0);
    fleet_close(fleet, caller_closed, scene);
    assert_true(caller_ended(&scene->caller));
}

/* ---- by the engine alone ------------------------------------------------ */

#define CROWD 6
#define SEEN 2

struct watch_crowd {
    const struct store *store;
    const struct engine *engine;
    struct ref all[CROWD];
};

static bool
all_have_cpu(void *data)
{
    struct watch_crowd *watch = data;

    for (size_t i = 0; i < CROWD; i++) {
        const struct container_row *row =
            store_find_container(watch->store, &watch->all[i]);

        if (!row || !row->usage || !row->usage->has_cpu)
            return false;
    }
    return true;
}

/* Beside those of statistics there is the stream of events. */
static bool
only_seen_rows_stream(void *data)
{
    struct watch_crowd *watch = data;
    size_t streams = version_reads_fast(engine_info(watch->engine)) ? 0 : SEEN;

    return engine_streams(watch->engine) == 1 + streams;
}

static void
the_engine_alone_has_numbers_of_all(void **state)
{
    struct scene *scene = *state;
    struct sync_limits limits = sync_limits_usual;
    struct store *store = store_new(scene->caller.loop);
    struct watch_crowd watch = {.store = store, .engine = scene->caller.engine};
    bool is_fast = version_reads_fast(engine_info(scene->caller.engine));
    struct sync *sync;

    limits.cgroup_root = NULL; /* no files */
    for (size_t i = 0; i < CROWD; i++) {
        char id[DOCKER_ID_SIZE], name[16];

        (void)snprintf(name, sizeof(name), "crowd-%zu", i);
        docker_run(id, name, DOCKER_IDLE);
        watch.all[i] = ref_make(0, REF_CONTAINER, id);
    }
    assert_int_equal(store_add_engine(store, "test"), 0);
    sync = sync_open_limited(scene->caller.loop, store, 0, scene->caller.engine,
                             &limits);
    sync_want_stats(sync, true);
    sync_show(sync, watch.all, SEEN);
    assert_true(turn_until(scene->caller.loop, CALLER_PATIENCE_MS,
                           only_seen_rows_stream, &watch));
    assert_true(turn_until(scene->caller.loop, CALLER_PATIENCE_MS, all_have_cpu,
                           &watch));
    /* Scrolled away, and others into view. */
    sync_show(sync, watch.all + SEEN, SEEN);
    assert_true(turn_until(scene->caller.loop, CALLER_PATIENCE_MS,
                           only_seen_rows_stream, &watch));
    assert_non_null(strstr(store_link(store, 0)->numbers,
                           is_fast ? "readings" : "streams"));
    sync_close(sync, caller_closed, scene);
    assert_true(caller_ended(&scene->caller));
    store_free(store);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(the_same_answer_gives_the_same_numbers),
        CASE(a_hog_has_what_the_kernel_gave_it),
        CASE(memory_is_what_docker_stats_says),
        CASE(the_store_has_the_same_numbers),
        CASE(the_engine_alone_has_numbers_of_all),
    };

    return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
