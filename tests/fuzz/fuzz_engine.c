/*
 * The decoders of the engine's answers: a value or a reason, never both, and
 * every text in a value ends.
 */
#include "config.h"

#include "engine/container.h"
#include "engine/event.h"
#include "engine/image.h"
#include "engine/sample.h"
#include "engine/sample_podman.h"

#include "fuzz/fuzz.h"

static void
check_container(struct container *(*decode)(struct str json, struct err *err),
                struct str text)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct container *container = decode(text, &err);

    assert((container != NULL) == (err.text[0] == '\0'));
    if (container)
        assert(container_equal(container, container));
    container_free(container);
}

static void
check_image(struct str text)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct image *image = image_decode(text, &err);
    struct image *copy;

    assert((image != NULL) == (err.text[0] == '\0'));
    if (!image)
        return;
    copy = image_new(image);
    assert(image_equal(image, copy));
    image_free(copy);
    image_free(image);
}

static void
check_event(struct str text)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct event event;
    bool ok = event_decode(&event, text, &err);

    assert(ok == (err.text[0] == '\0'));
    if (!ok)
        return;
    assert(memchr(event.id, '\0', sizeof(event.id)));
    assert(memchr(event.action, '\0', sizeof(event.action)));
    assert(event_equal(&event, &event));
    (void)event_marks_container(&event);
}

static void
check_sample(struct str text)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    struct sample sample;
    struct usage usage;
    bool ok = sample_decode(&sample, text, &err);

    assert(ok == (err.text[0] == '\0'));
    if (ok && usage_compute(&usage, &sample, NULL) && usage.has_cpu)
        assert(usage.cpu_percent >= 0);
}

static void
check_one_of_all(void *data, const char *id, const struct sample *sample)
{
    struct usage usage;

    (void)data;
    assert(id && sample->read >= 0);
    (void)usage_compute(&usage, sample, sample);
}

static void
check_samples(struct str text)
{
    struct err err = {.kind = ERR_OTHER, .text = ""};
    bool ok = samples_decode_podman(text, check_one_of_all, NULL, &err);

    assert(ok == (err.text[0] == '\0'));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = str_make((const char *)data, size);

    check_container(container_decode_listed, text);
    check_container(container_decode_inspected, text);
    check_image(text);
    check_event(text);
    check_samples(text);
    check_sample(text);
    return 0;
}
