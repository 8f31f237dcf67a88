#include "config.h"

#include "support/canned_private.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define MEMORY_LIMIT 8589934592ULL
/* When it was made, before it started or ended. */
#define MADE_BEFORE_S 5

bool
made_is_up(const struct made *made)
{
    return strcmp(made->state, "running") == 0 ||
           strcmp(made->state, "paused") == 0;
}

static void
add_text(struct bytes *out, const char *text)
{
    bytes_add(out, "\"", 1);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            bytes_add(out, "\\", 1);
        if ((unsigned char)*text < ' ')
            bytes_addf(out, "\\u%04x", (unsigned)*text);
        else
            bytes_add(out, text, 1);
    }
    bytes_add(out, "\"", 1);
}

void
json_add_member(struct bytes *out, const char *name, const char *text)
{
    bytes_addf(out, "\"%s\":", name);
    add_text(out, text);
}

/* RFC 3339 with nine digits; 0 is the engine's "never". */
static void
add_time(struct bytes *out, const char *name, int64_t ns)
{
    time_t seconds = (time_t)(ns / SECOND_NS);
    struct tm tm;
    char text[40];

    if (ns == 0) {
        json_add_member(out, name, "0001-01-01T00:00:00Z");
        return;
    }
    gmtime_r(&seconds, &tm);
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
    bytes_addf(out, "\"%s\":\"%s.%09lldZ\"", name, text,
               (long long)(ns % SECOND_NS));
}

static void
add_labels(struct bytes *out, const struct made *made)
{
    bytes_addf(out, "\"Labels\":{");
    if (*made->project) {
        json_add_member(out, "com.docker.compose.project", made->project);
        bytes_add(out, ",", 1);
        json_add_member(out, "com.docker.compose.service", made->name);
    }
    bytes_add(out, "}", 1);
}

static int64_t
made_at(const struct made *made)
{
    return made->since - MADE_BEFORE_S * SECOND_NS;
}

static void
add_age(char *text, size_t size, int64_t seconds)
{
    if (seconds < 60)
        snprintf(text, size, "%lld seconds", (long long)seconds);
    else if (seconds < 3600)
        snprintf(text, size, "%lld minutes", (long long)(seconds / 60));
    else if (seconds < 48 * 3600)
        snprintf(text, size, "%lld hours", (long long)(seconds / 3600));
    else
        snprintf(text, size, "%lld days", (long long)(seconds / 86400));
}

static void
add_status(struct bytes *out, const struct made *made, int64_t now)
{
    char age[40];

    add_age(age, sizeof(age), (now - made->since) / SECOND_NS);
    bytes_addf(out, "\"Status\":\"");
    if (strcmp(made->state, "created") == 0)
        bytes_addf(out, "Created");
    else if (!made_is_up(made))
        bytes_addf(out, "Exited (%d) %s ago", made->exit_code, age);
    else if (strcmp(made->state, "paused") == 0)
        bytes_addf(out, "Up %s (Paused)", age);
    else if (strcmp(made->health, "starting") == 0)
        bytes_addf(out, "Up %s (health: starting)", age);
    else if (*made->health)
        bytes_addf(out, "Up %s (%s)", age, made->health);
    else
        bytes_addf(out, "Up %s", age);
    bytes_addf(out, "\"");
}

void
json_add_listed(struct bytes *out, const struct made *made, int64_t now)
{
    bytes_addf(out, "{\"Id\":\"%s\",\"Names\":[\"/%s\"],", made->id,
               made->name);
    json_add_member(out, "Image", made->image);
    bytes_addf(out, ",\"ImageID\":\"sha256:%s\",", made->id);
    bytes_addf(out, "\"Command\":\"sleep 1000\",\"Created\":%lld,\"Ports\":[",
               (long long)(made_at(made) / SECOND_NS));
    if (made->public_port && made_is_up(made))
        bytes_addf(out,
                   "{\"IP\":\"0.0.0.0\",\"PrivatePort\":%d,"
                   "\"PublicPort\":%d,\"Type\":\"tcp\"}",
                   made->private_port, made->public_port);
    bytes_addf(out, "],");
    add_labels(out, made);
    bytes_addf(out, ",");
    json_add_member(out, "State", made->state);
    bytes_addf(out, ",");
    add_status(out, made, now);
    bytes_addf(out, ",\"HostConfig\":{\"NetworkMode\":\"default\"},"
                    "\"NetworkSettings\":{\"Networks\":{}},\"Mounts\":[]}");
}

static void
add_state(struct bytes *out, const struct made *made)
{
    bool was_started = strcmp(made->state, "created") != 0;
    bool is_paused = strcmp(made->state, "paused") == 0;

    bytes_addf(out, "\"State\":{");
    json_add_member(out, "Status", made->state);
    bytes_addf(out,
               ",\"Running\":%s,\"Paused\":%s,\"Restarting\":false,"
               "\"OOMKilled\":false,\"Dead\":false,\"Pid\":%d,"
               "\"ExitCode\":%d,\"Error\":\"\",",
               made_is_up(made) ? "true" : "false",
               is_paused ? "true" : "false", made_is_up(made) ? 4711 : 0,
               made->exit_code);
    add_time(out, "StartedAt",
             !was_started       ? 0
             : made_is_up(made) ? made->since
                                : made->since - SECOND_NS);
    bytes_addf(out, ",");
    add_time(out, "FinishedAt",
             was_started && !made_is_up(made) ? made->since : 0);
    if (*made->health) {
        bytes_addf(out, ",\"Health\":{");
        json_add_member(out, "Status", made->health);
        bytes_addf(out, ",\"FailingStreak\":0,\"Log\":[]}");
    }
    bytes_addf(out, "}");
}

void
json_add_inspected(struct bytes *out, const struct made *made)
{
    bytes_addf(out, "{\"Id\":\"%s\",", made->id);
    add_time(out, "Created", made_at(made));
    bytes_addf(out, ",\"Path\":\"sleep\",\"Args\":[\"1000\"],");
    add_state(out, made);
    bytes_addf(out,
               ",\"Image\":\"sha256:%s\",\"Name\":\"/%s\","
               "\"RestartCount\":0,\"Driver\":\"overlay2\",",
               made->id, made->name);
    bytes_addf(out, "\"HostConfig\":{\"NetworkMode\":\"default\","
                    "\"RestartPolicy\":{\"Name\":\"no\","
                    "\"MaximumRetryCount\":0},\"AutoRemove\":false},"
                    "\"Mounts\":[],\"Config\":{");
    bytes_addf(out,
               "\"Hostname\":\"%.12s\",\"Tty\":false,\"OpenStdin\":false,"
               "\"Env\":[],\"Cmd\":[\"sleep\",\"1000\"],",
               made->id);
    json_add_member(out, "Image", made->image);
    bytes_addf(out, ",");
    add_labels(out, made);
    bytes_addf(out, "},\"NetworkSettings\":{\"Ports\":{");
    if (made->public_port && made_is_up(made))
        bytes_addf(out,
                   "\"%d/tcp\":[{\"HostIp\":\"0.0.0.0\","
                   "\"HostPort\":\"%d\"}]",
                   made->private_port, made->public_port);
    bytes_addf(out, "},\"Networks\":{}}}\n");
}

static void
add_cpu(struct bytes *out, const char *name, uint64_t cpu, uint64_t system)
{
    bytes_addf(out,
               "\"%s\":{\"cpu_usage\":{\"total_usage\":%llu,"
               "\"usage_in_kernelmode\":0,\"usage_in_usermode\":%llu},",
               name, (unsigned long long)cpu, (unsigned long long)cpu);
    if (system)
        bytes_addf(out, "\"system_cpu_usage\":%llu,\"online_cpus\":%d,",
                   (unsigned long long)system, CPUS);
    bytes_addf(out, "\"throttling_data\":{\"periods\":0,"
                    "\"throttled_periods\":0,\"throttled_time\":0}}");
}

/* The counters now; those before as the engine's own previous reading. */
void
json_add_sample(struct bytes *out, const struct made *made,
                const struct made *before)
{
    bytes_addf(out, "{");
    add_time(out, "read", made_is_up(made) ? made->read : 0);
    bytes_addf(out, ",");
    add_time(out, "preread", before->read);
    bytes_addf(out, ",\"num_procs\":0,\"storage_stats\":{},");
    if (made_is_up(made)) {
        bytes_addf(out, "\"pids_stats\":{\"current\":1},"
                        "\"blkio_stats\":{\"io_service_bytes_recursive\":[]},");
        add_cpu(out, "cpu_stats", made->cpu, made->system);
        bytes_addf(out, ",");
        add_cpu(out, "precpu_stats", before->cpu, before->system);
        bytes_addf(out,
                   ",\"memory_stats\":{\"usage\":%llu,\"stats\":"
                   "{\"total_inactive_file\":0},\"limit\":%llu},",
                   (unsigned long long)made->memory, MEMORY_LIMIT);
        bytes_addf(out, "\"networks\":{\"eth0\":{\"rx_bytes\":0,"
                        "\"tx_bytes\":0}},");
    } else {
        add_cpu(out, "cpu_stats", 0, 0);
        bytes_addf(out, ",");
        add_cpu(out, "precpu_stats", 0, 0);
        bytes_addf(out, ",\"memory_stats\":{},\"pids_stats\":{},"
                        "\"blkio_stats\":{},");
    }
    json_add_member(out, "name", made->name);
    bytes_addf(out, ",\"id\":\"%s\"}\n", made->id);
}
