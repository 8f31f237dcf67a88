#include "config.h"

#include "support/test.h"

#include "support/values.h"

#include "base/timestamp.h"

struct container
value_of(const char *id, enum container_state state)
{
    return (struct container){
        .id = id,
        .name = id,
        .image = "",
        .image_id = "",
        .command = "",
        .status = "",
        .project = "",
        .service = "",
        .stop_signal = "",
        .error = "",
        .addresses = "",
        .network_of = "",
        .state = state,
        .exit_code = EXIT_UNKNOWN,
        .is_inspected = true,
    };
}

struct ref
put_value(struct store *store, unsigned engine, const char *id,
          enum container_state state)
{
    struct container value = value_of(id, state);

    assert_true(store_put_container(store, engine, container_new(&value)));
    return ref_make(engine, REF_CONTAINER, id);
}

struct sample
sample_at(int64_t at, double percent)
{
    return (struct sample){
        .read = (1000 + at) * SECOND_NS,
        .has_cpu = true,
        .cpu_online = 1,
        .cpu_total = (uint64_t)((double)at * percent * 1e7),
        .cpu_system = (uint64_t)(at * SECOND_NS),
        .has_memory = true,
        .memory = 1000,
        .has_network = true,
        .network_rx = (uint64_t)at * 100,
    };
}

void
put_sample_at(struct store *store, const struct ref *ref, int64_t at,
              double percent)
{
    struct sample sample = sample_at(at, percent);

    store_put_sample(store, ref, &sample);
}
