#include "config.h"

#include "engine/cgroup_text.h"

/* The seven times of /proc/stat that the engine adds up, in clock ticks of a
 * hundredth of a second: getSystemCPUUsage() of moby, daemon/stats_unix.go. */
#define CPU_TIMES 7
#define NS_PER_TICK UINT64_C(10000000)

/* Columns of /proc/PID/net/dev behind the name. */
#define NETWORK_RX 0
#define NETWORK_TX 8

/* The next word of *rest, between blanks; false when there is none. */
static bool
take_word(struct str *rest, struct str *word)
{
    while (str_cut(rest, ' ', word))
        if (word->len > 0)
            return true;
    return false;
}

static bool
to_number(struct str word, uint64_t *number)
{
    unsigned long long parsed;

    if (!str_to_u64(word, &parsed))
        return false;
    *number = parsed;
    return true;
}

static struct str
without(struct str s, size_t count)
{
    return str_make(s.at + count, s.len - count);
}

bool
cgroup_number(struct str text, uint64_t *number)
{
    struct str word = str_trim(text);

    if (!str_is(word, "max"))
        return to_number(word, number);
    *number = UINT64_MAX;
    return true;
}

/* The line that begins with `key` and a blank, without both. */
static bool
find_line(struct str text, const char *key, struct str *value)
{
    size_t len = strlen(key);
    struct str line;

    while (str_cut(&text, '\n', &line)) {
        if (line.len <= len || line.at[len] != ' ' || !str_starts(line, key))
            continue;
        *value = without(line, len + 1);
        return true;
    }
    return false;
}

bool
cgroup_member(struct str text, const char *key, uint64_t *number)
{
    struct str value;

    return find_line(text, key, &value) && to_number(str_trim(value), number);
}

bool
cgroup_blkio(struct str text, uint64_t *read, uint64_t *written)
{
    uint64_t sums[2] = {0, 0}, number;
    struct str line, device, op, value;

    while (str_cut(&text, '\n', &line)) {
        if (!take_word(&line, &device) || !take_word(&line, &op) ||
            !take_word(&line, &value))
            continue; /* "Total 4096" */
        if (!to_number(value, &number))
            return false;
        if (str_is(op, "Read"))
            sums[0] += number;
        else if (str_is(op, "Write"))
            sums[1] += number;
    }
    *read = sums[0];
    *written = sums[1];
    return true;
}

bool
cgroup_io(struct str text, uint64_t *read, uint64_t *written)
{
    static const char *const keys[] = {"rbytes=", "wbytes="};
    uint64_t sums[2] = {0, 0}, number;
    struct str line, word;

    while (str_cut(&text, '\n', &line)) {
        while (take_word(&line, &word)) {
            for (size_t i = 0; i < 2; i++) {
                if (!str_starts(word, keys[i]))
                    continue;
                if (!to_number(without(word, strlen(keys[i])), &number))
                    return false;
                sums[i] += number;
            }
        }
    }
    *read = sums[0];
    *written = sums[1];
    return true;
}

bool
cgroup_pressure(struct str text, uint64_t *microseconds)
{
    struct str words, word;

    if (!find_line(text, "some", &words))
        return false;
    while (take_word(&words, &word))
        if (str_starts(word, "total="))
            return to_number(without(word, strlen("total=")), microseconds);
    return false;
}

bool
cgroup_first_process(struct str text, uint64_t *pid)
{
    struct str line;

    return str_cut(&text, '\n', &line) && to_number(line, pid) && *pid > 0;
}

static bool
is_of_the_engine(struct str name)
{
    static const char *const others[] = {
        /* of engines, virtual machines and clusters inside */
        "br-", "cali", "cni", "docker", "flannel", "podman", "veth", "virbr",
        /* of the kernel, once the module is there */
        "erspan", "gre", "ip6", "ip_vti", "sit", "tunl"};

    if (str_is(name, "lo"))
        return false;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (str_starts(name, others[i]))
            return false;
    return true;
}

bool
cgroup_network(struct str text, uint64_t *rx, uint64_t *tx)
{
    uint64_t sums[2] = {0, 0}, number;
    struct str line, name, word;
    bool has_any = false;

    while (str_cut(&text, '\n', &line)) {
        struct str rest = line;
        size_t column = 0;

        /* The two lines of the heading have no colon. */
        if (!str_cut(&rest, ':', &name) || !rest.at ||
            !is_of_the_engine(str_trim(name)))
            continue;
        for (; take_word(&rest, &word); column++) {
            if (column != NETWORK_RX && column != NETWORK_TX)
                continue;
            if (!to_number(word, &number))
                return false;
            sums[column == NETWORK_TX] += number;
        }
        if (column <= NETWORK_TX)
            return false;
        has_any = true;
    }
    if (!has_any)
        return false;
    *rx = sums[0];
    *tx = sums[1];
    return true;
}

bool
cgroup_processors(struct str text, uint64_t *ns, uint32_t *online)
{
    uint64_t ticks = 0, number;
    struct str line, word;
    uint32_t count = 0;
    bool has_sum = false;

    while (str_cut(&text, '\n', &line) && str_starts(line, "cpu")) {
        if (!take_word(&line, &word))
            break;
        if (word.len > strlen("cpu")) {
            count++;
            continue;
        }
        for (size_t i = 0; i < CPU_TIMES; i++) {
            if (!take_word(&line, &word) || !to_number(word, &number))
                return false;
            ticks += number;
        }
        has_sum = true;
    }
    if (!has_sum || count == 0)
        return false;
    *ns = ticks * NS_PER_TICK;
    *online = count;
    return true;
}

bool
cgroup_memory_total(struct str text, uint64_t *bytes)
{
    struct str words, word;
    uint64_t kib;

    if (!find_line(text, "MemTotal:", &words) || !take_word(&words, &word) ||
        !to_number(word, &kib))
        return false;
    *bytes = kib << 10;
    return true;
}
