/*
 * log.h - what a container's log consists of.
 */
#ifndef ENGINE_LOG_H
#define ENGINE_LOG_H

/* Where a record was written to; LOG_SYSTEM is the engine's own word. */
enum log_stream { LOG_STDOUT, LOG_STDERR, LOG_SYSTEM };

#endif
