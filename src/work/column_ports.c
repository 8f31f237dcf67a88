#include "config.h"

#include "work/column.h"

#include <stdlib.h>

/* Ports that follow one another, on both sides. */
struct span {
    const char *ip; /* "" stands for every address */
    const char *type;
    unsigned public_port, private_port; /* the first; public 0: none */
    unsigned length;
};

/* Docker lists a mapping of all addresses once for v4 and once for v6. */
static const char *
address_of(const struct port *port)
{
    static const char *const all[] = {"0.0.0.0", "::", "[::]"};
    size_t i;

    for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (strcmp(port->ip, all[i]) == 0)
            return "";
    return port->ip;
}

static int
type_rank(const char *type)
{
    if (type[0] == '\0' || strcmp(type, "tcp") == 0)
        return 0;
    return strcmp(type, "udp") == 0 ? 1 : 2;
}

/* Published ones first, tcp before udp; of one address and type in a row, so
 * that neighbours can be joined. */
static int
span_compare(const void *left, const void *right)
{
    const struct span *a = left, *b = right;
    int by;

    if (!a->public_port != !b->public_port)
        return a->public_port ? -1 : 1;
    by = type_rank(a->type) - type_rank(b->type);
    if (by == 0)
        by = strcmp(a->type, b->type);
    if (by == 0)
        by = strcmp(a->ip, b->ip);
    if (by == 0)
        by = (a->public_port > b->public_port) -
             (a->public_port < b->public_port);
    if (by == 0)
        by = (a->private_port > b->private_port) -
             (a->private_port < b->private_port);
    return by;
}

/* Whether `next` says nothing new after `span` or goes on where it ends;
 * then it is part of it. */
static bool
span_join(struct span *span, const struct span *next)
{
    unsigned step = next->private_port - span->private_port;
    unsigned published = span->public_port ? span->public_port + step : 0;

    if (strcmp(span->ip, next->ip) != 0 ||
        strcmp(span->type, next->type) != 0 || next->public_port != published)
        return false;
    if (step < span->length)
        return true;
    if (step != span->length)
        return false;
    span->length++;
    return true;
}

static void
range_say(struct buf *out, unsigned first, unsigned length)
{
    (void)buf_addf(out, "%u", first);
    if (length > 1)
        (void)buf_addf(out, "-%u", first + length - 1);
}

static void
span_say(struct buf *out, const struct span *span)
{
    if (span->public_port) {
        if (strchr(span->ip, ':') && span->ip[0] != '[')
            (void)buf_addf(out, "[%s]:", span->ip);
        else if (span->ip[0])
            (void)buf_addf(out, "%s:", span->ip);
        range_say(out, span->public_port, span->length);
        (void)buf_add_text(out, "->");
    }
    range_say(out, span->private_port, span->length);
    if (span->type[0] && strcmp(span->type, "tcp") != 0)
        (void)buf_addf(out, "/%s", span->type);
}

void
ports_say(struct buf *out, const struct container *container)
{
    struct span spans[CONTAINER_PORTS];
    size_t count = container->port_count, i, joined = 0;

    if (count > CONTAINER_PORTS)
        count = CONTAINER_PORTS;
    if (count == 0)
        return;
    for (i = 0; i < count; i++) {
        const struct port *port = &container->ports[i];

        spans[i] = (struct span){.ip = address_of(port),
                                 .type = port->type,
                                 .public_port = port->public_port,
                                 .private_port = port->private_port,
                                 .length = 1};
        if (!port->public_port)
            spans[i].ip = "";
    }
    qsort(spans, count, sizeof(spans[0]), span_compare);
    for (i = 1; i < count; i++)
        if (!span_join(&spans[joined], &spans[i]))
            spans[++joined] = spans[i];
    for (i = 0; i <= joined; i++) {
        if (i > 0)
            (void)buf_add_char(out, ' ');
        span_say(out, &spans[i]);
    }
}
