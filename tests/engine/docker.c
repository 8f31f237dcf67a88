#include "config.h"

#include "engine/docker.h"

#include "support/test.h"

#include "loop/timer.h"

#include <assert.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH_SIZE 1024
#define LABEL "org.bayplan.test"

const char *
docker_host(void)
{
    const char *host = getenv("BAYPLAN_TEST_HOST");

    return host ? host : "";
}

bool
docker_is_ours(void)
{
    return getenv("BAYPLAN_TEST_ENGINE_CTL") != NULL;
}

bool
docker_is_podman(void)
{
    char *version = docker_read("/version");
    bool is_podman = strstr(version, "Podman Engine") != NULL;

    free(version);
    return is_podman;
}

void
docker_skip_podman(void)
{
    if (docker_is_podman())
        skip();
}

/* argv of execvp() is const in all but its type. */
static void
become(int output, const char *const *argv)
{
    char *words[16];
    size_t i;

    for (i = 0; argv[i] && i + 1 < COUNT(words); i++)
        words[i] = strdup(argv[i]);
    words[i] = NULL;
    assert(i > 0);
    (void)dup2(output, STDOUT_FILENO);
    (void)execvp(words[0], words);
    _exit(127);
}

int
docker_run_program(char *out, size_t size, const char *const *argv)
{
    char byte;
    size_t len = 0;
    int ends[2], status;
    pid_t child;

    /* The program may leave a daemon behind, which must not hold the pipe. */
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        become(ends[1], argv);
    (void)close(ends[1]);
    while (read(ends[0], &byte, 1) == 1) {
        if (len + 1 < size)
            out[len++] = byte;
    }
    if (size > 0)
        out[len] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

void
docker_control(const char *verb)
{
    const char *program = getenv("BAYPLAN_TEST_ENGINE_CTL");

    assert_non_null(program);
    assert_int_equal(
        docker_run_program(NULL, 0, (const char *const[]){program, verb, NULL}),
        0);
}

void
docker_configure(const char *json)
{
    char path[PATH_SIZE];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/daemon.json",
                   getenv("BAYPLAN_TEST_ENGINE"));
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(json, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* ---- requests ----------------------------------------------------------- */

struct body {
    char *at;
    size_t len;
};

static size_t
keep(char *bytes, size_t size, size_t count, void *data)
{
    struct body *body = data;
    char *grown = realloc(body->at, body->len + size * count + 1);

    if (!grown)
        return 0;
    memcpy(grown + body->len, bytes, size * count);
    body->at = grown;
    body->len += size * count;
    body->at[body->len] = '\0';
    return size * count;
}

static long
request(const char *method, const char *path, const char *body,
        struct body *answer)
{
    char url[PATH_SIZE];
    long status = 0;
    CURLcode code;
    CURL *curl = curl_easy_init();
    struct curl_slist *headers =
        curl_slist_append(NULL, "Content-Type: application/json");
    bool is_unix = strncmp(docker_host(), "unix://", 7) == 0;

    assert_non_null(curl);
    /* tcp://host:port is http to curl. */
    (void)snprintf(url, sizeof(url), "http://%s" DOCKER_API "%s",
                   is_unix ? "engine" : docker_host() + strlen("tcp://"), path);
    if (is_unix)
        (void)curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH,
                               docker_host() + 7);
    (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (body) {
        (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    } else if (strcmp(method, "POST") == 0) {
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
        (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
    }
    (void)curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        fail_msg("%s %s: %s", method, path, curl_easy_strerror(code));
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    curl_slist_free_all(headers);
    return status;
}

static char *read_path(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

static char *
read_path(const char *format, va_list args)
{
    char path[PATH_SIZE];
    struct body answer = {NULL, 0};

    (void)vsnprintf(path, sizeof(path), format, args);
    if (request("GET", path, NULL, &answer) != 200)
        fail_msg("GET %s: %s", path, answer.at ? answer.at : "");
    return answer.at ? answer.at : strdup("");
}

char *
docker_read(const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = read_path(format, args);
    va_end(args);
    return text;
}

int
docker_run_shell(char *out, size_t size, const char *line)
{
    const char *podman = getenv("BAYPLAN_TEST_PODMAN");
    char logs[PATH_SIZE];

    assert_int_equal(setenv("ENGINE", docker_host(), 1), 0);
    (void)snprintf(logs, sizeof(logs), podman ? "%s logs" : "docker -H %s logs",
                   podman ? podman : docker_host());
    assert_int_equal(setenv("LOGS", logs, 1), 0);
    return docker_run_program(out, size,
                              (const char *const[]){"sh", "-c", line, NULL});
}

cJSON *
docker_get(const char *format, ...)
{
    va_list args;
    char *text;
    cJSON *json;

    va_start(args, format);
    text = read_path(format, args);
    va_end(args);
    json = cJSON_Parse(text);
    assert_non_null(json);
    free(text);
    return json;
}

long
docker_send(const char *method, const char *body, const char *format, ...)
{
    char path[PATH_SIZE];
    struct body answer = {NULL, 0};
    va_list args;
    long status;

    va_start(args, format);
    (void)vsnprintf(path, sizeof(path), format, args);
    va_end(args);
    status = request(method, path, body, &answer);
    free(answer.at);
    return status;
}

/* ---- containers --------------------------------------------------------- */

long
docker_create(char id[DOCKER_ID_SIZE], const char *name, const char *json)
{
    char path[PATH_SIZE], body[4 * PATH_SIZE];
    struct body answer = {NULL, 0};
    long status;

    (void)snprintf(path, sizeof(path), "/containers/create?name=%s", name);
    (void)snprintf(body, sizeof(body),
                   "{\"Image\":\"test/busybox\",\"Labels\":{\"" LABEL
                   "\":\"\"}%s%s}",
                   *json ? "," : "", json);
    status = request("POST", path, body, &answer);
    if (status == 201 && id) {
        cJSON *created = cJSON_ParseWithLength(answer.at, answer.len);

        (void)snprintf(id, DOCKER_ID_SIZE, "%s", docker_text(created, "Id"));
        cJSON_Delete(created);
    }
    free(answer.at);
    return status;
}

void
docker_run(char id[DOCKER_ID_SIZE], const char *name, const char *json)
{
    assert_int_equal(docker_create(id, name, json), 201);
    assert_int_equal(docker_send("POST", NULL, "/containers/%s/start", name),
                     204);
}

void
docker_await_end(const char *name)
{
    assert_int_equal(docker_send("POST", NULL, "/containers/%s/wait", name),
                     200);
}

void
docker_clean(void)
{
    cJSON *list =
        docker_get("/containers/json?all=1&filters="
                   "%%7B%%22label%%22%%3A%%5B%%22" LABEL "%%22%%5D%%7D");
    const cJSON *each;

    cJSON_ArrayForEach(each, list)
    {
        (void)docker_send("DELETE", NULL, "/containers/%s?force=1&v=1",
                          docker_text(each, "Id"));
    }
    cJSON_Delete(list);
}

/* ---- answers ------------------------------------------------------------ */

static const cJSON *
walk(const cJSON *object, const char *path)
{
    char step[PATH_SIZE];

    while (object && *path) {
        size_t len = strcspn(path, ".");

        (void)snprintf(step, sizeof(step), "%.*s", (int)len, path);
        object = cJSON_GetObjectItemCaseSensitive(object, step);
        path += len + (path[len] == '.');
    }
    return object;
}

const char *
docker_text(const cJSON *object, const char *path)
{
    const char *text = cJSON_GetStringValue(walk(object, path));

    return text ? text : "";
}

double
docker_number(const cJSON *object, const char *path)
{
    const cJSON *number = walk(object, path);

    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}

/* ---- waiting ------------------------------------------------------------ */

static void
expire(void *data)
{
    *(bool *)data = true;
}

bool
turn_until(struct loop *loop, unsigned ms, bool (*is_true)(void *data),
           void *data)
{
    bool expired = false;
    struct timer *deadline = timer_new(loop, "deadline", expire, &expired);

    timer_start(deadline, ms, 0);
    while (!is_true(data) && !expired)
        (void)loop_turn(loop, true);
    timer_free(deadline);
    return is_true(data);
}
