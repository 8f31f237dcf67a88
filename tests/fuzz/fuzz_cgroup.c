/*
 * Whatever the kernel's files say, the numbers come out of them or they do not,
 * and a layout that was learnt names the id in every path.
 */
#include "config.h"

#include "engine/cgroup.h"
#include "engine/cgroup_files.h"
#include "engine/cgroup_text.h"

#include "fuzz/fuzz.h"

#define ID "449b652c771a3f9359131fd94e501a158e240a6b3492c6279b897268f2e9faab"

static void
check_files(struct str text)
{
    struct cgroup_counts counts = {.memory = 0};
    uint64_t rx, tx, ns, bytes, pid;
    uint32_t online;

    for (size_t i = 0; i < CGROUP_FILES; i++)
        (void)cgroup_files[i].take(&counts, text);
    (void)cgroup_network(text, &rx, &tx);
    (void)cgroup_memory_total(text, &bytes);
    if (cgroup_processors(text, &ns, &online))
        assert(online > 0);
    if (cgroup_first_process(text, &pid))
        assert(pid > 0);
}

/* The lines up to an empty one are mountinfo, the others /proc/PID/cgroup. */
static void
check_layout(struct str text)
{
    struct cgroup_mounts mounts = {.count = 0};
    struct cgroup_layout layout;
    struct str line;
    struct err err = ERR_INIT;

    while (str_cut(&text, '\n', &line) && line.len > 0)
        cgroup_mounts_add(&mounts, line);
    assert(mounts.count <= CGROUP_MOUNTS);
    if (!text.at)
        text = str_of("");
    if (cgroup_layout_learn(&layout, &mounts, "", text, ID, &err)) {
        assert(cgroup_names(text, ID));
        for (unsigned i = 0; i < CGROUP_CONTROLLERS; i++) {
            struct buf path = BUF_INIT(CGROUP_PATH_SIZE);

            if (cgroup_path(&path, &layout, i, ID, "f"))
                assert(strstr(buf_text(&path), ID));
            buf_release(&path);
        }
        assert(cgroup_layout_equal(&layout, &layout));
        cgroup_layout_release(&layout);
    } else {
        assert(*err.text);
    }
    cgroup_mounts_release(&mounts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = str_make((const char *)data, size);

    check_files(text);
    check_layout(text);
    return 0;
}
