package dev.mien.app.server;

import dev.mien.Mien;
import dev.mien.event.EventRule;
import java.util.List;

/** What streams need of their server. */
record Services(
    Mien mien,
    WorkQueue work,
    Sessions sessions,
    EventHub events,
    Metrics metrics,
    Limits limits,
    List<EventRule> rules) {}
