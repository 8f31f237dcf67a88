#include "engine/sample_podman.h"

#include "base/json.h"

static void
read_network(struct sample *sample, const struct json *one)
{
    const struct json *each;
    uint64_t bytes;

    sample->has_network =
        json_u64(json_find(one, "NetInput"), &sample->network_rx) &&
        json_u64(json_find(one, "NetOutput"), &sample->network_tx);
    each = json_first(json_find(one, "Network"));
    for (; each; each = json_next(each)) {
        if (json_u64(json_find(each, "RxBytes"), &bytes))
            sample->network_rx += bytes;
        if (json_u64(json_find(each, "TxBytes"), &bytes))
            sample->network_tx += bytes;
        sample->has_network = true;
    }
}

static struct sample
read_one(const struct json *one)
{
    struct sample sample = {.cpu_is_by_time = true, .cpu_online = 1};
    uint64_t now = 0;

    (void)json_u64(json_find(one, "SystemNano"), &now);
    sample.read = now <= INT64_MAX ? (int64_t)now : 0;
    sample.cpu_system = now;
    sample.has_cpu = json_u64(json_find(one, "CPUNano"), &sample.cpu_total);
    sample.has_memory = json_u64(json_find(one, "MemUsage"), &sample.memory);
    (void)json_u64(json_find(one, "MemLimit"), &sample.memory_limit);
    read_network(&sample, one);
    sample.has_block =
        json_u64(json_find(one, "BlockInput"), &sample.block_read) &&
        json_u64(json_find(one, "BlockOutput"), &sample.block_write);
    sample.has_pids = json_u64(json_find(one, "PIDs"), &sample.pids);
    return sample;
}

/* {"Error": null, "Stats": [{"ContainerID": ...}]}. With an error there are no
 * statistics; it may be a text or an object, and null when all is well. */
static bool
check(const struct json *root, struct err *err)
{
    const struct json *error = json_find(root, "Error");
    const char *text = json_text(error);

    if (!json_is_object(root))
        return err_set_kind(err, ERR_MALFORMED, "statistics are no object");
    if (text && *text)
        return err_set_kind(err, ERR_SERVER, "%s", text);
    if (json_is_object(error))
        return err_set_kind(err, ERR_SERVER, "it cannot read them");
    return true;
}

bool
samples_decode_podman(struct str line,
                      void (*each)(void *data, const char *id,
                                   const struct sample *sample),
                      void *data, struct err *err)
{
    struct json *root = json_parse(line, err);
    const struct json *one;
    bool is_good;

    if (!root)
        return false;
    is_good = check(root, err);
    one = is_good ? json_first(json_find(root, "Stats")) : NULL;
    for (; one; one = json_next(one)) {
        const char *id = json_text(json_find(one, "ContainerID"));
        struct sample sample = read_one(one);

        if (id)
            each(data, id, &sample);
    }
    json_free(root);
    return is_good;
}
