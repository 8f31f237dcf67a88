#include "config.h"

#include "bench/process.h"

#include "bench/bench.h"
#include "engine/docker.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LINE 4096

double
process_time(const char *const *argv)
{
    double began = bench_now();
    pid_t child = fork();
    int status;

    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);

        (void)dup2(null, STDOUT_FILENO);
        (void)execvp(argv[0], (char *const *)(size_t)argv);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        bench_fail("%s failed", argv[0]);
    return bench_now() - began;
}

pid_t
process_child(pid_t pid)
{
    char path[LINE];
    int child = 0;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid,
                   (int)pid);
    file = fopen(path, "r");
    if (!file || fscanf(file, "%d", &child) != 1)
        bench_fail("%s names no child", path);
    (void)fclose(file);
    return child;
}

double
process_cpu(pid_t pid)
{
    struct timespec used;
    clockid_t clock;

    if (clock_getcpuclockid(pid, &clock) != 0 ||
        clock_gettime(clock, &used) != 0)
        return 0;
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

/* ---- the engine -----------------------------------------------------------
 */

bool
engine_is_ours(void)
{
    return docker_is_ours() && getenv("BAYPLAN_TEST_ENGINE");
}

static bool
is_engine_program(const char *pid)
{
    static const char *const names[] = {"/dockerd", "/containerd",
                                        "/containerd-shim"};
    char path[LINE], target[LINE];
    const char *name;
    ssize_t len;

    (void)snprintf(path, sizeof(path), "/proc/%s/exe", pid);
    len = readlink(path, target, sizeof(target) - 1);
    if (len <= 0)
        return false;
    target[len] = '\0';
    name = strrchr(target, '/');
    for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
        if (strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* As engine-ctl finds them: nobody else's have its folder in their arguments.
 */
static bool
has_folder(const char *pid, const char *folder)
{
    char path[LINE], words[LINE];
    size_t len;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%s/cmdline", pid);
    file = fopen(path, "r");
    if (!file)
        return false;
    len = fread(words, 1, sizeof(words) - 1, file);
    (void)fclose(file);
    for (size_t i = 0; i < len; i++)
        if (words[i] == '\0')
            words[i] = ' ';
    words[len] = '\0';
    return strstr(words, folder) != NULL;
}

double
engine_cpu(void)
{
    char folder[LINE];
    double sum = 0;
    struct dirent *entry;
    DIR *proc = opendir("/proc");

    (void)snprintf(folder, sizeof(folder), "%s/",
                   getenv("BAYPLAN_TEST_ENGINE"));
    while (proc && (entry = readdir(proc)))
        if (isdigit((unsigned char)entry->d_name[0]) &&
            is_engine_program(entry->d_name) &&
            has_folder(entry->d_name, folder))
            sum += process_cpu((pid_t)strtol(entry->d_name, NULL, 10));
    if (proc)
        (void)closedir(proc);
    return sum;
}

/* ---- memory ---------------------------------------------------------------
 */

double
process_memory(pid_t pid, const char *line)
{
    char path[LINE], text[LINE];
    double kib = -1;
    FILE *file;

    (void)snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
    file = fopen(path, "r");
    while (file && fgets(text, sizeof(text), file))
        if (strncmp(text, line, strlen(line)) == 0 && text[strlen(line)] == ':')
            kib = strtod(text + strlen(line) + 1, NULL);
    if (file)
        (void)fclose(file);
    if (kib < 0)
        bench_fail("%s says nothing of %s", path, line);
    return kib;
}
