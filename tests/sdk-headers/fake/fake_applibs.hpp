// Some functions of libapplibs for tests of the headers, without a device: they note how they were
// called, give real descriptors, and fail when told to.
#pragma once

#include <applibs/eventloop.h>
#include <applibs/sysevent.h>

#include <cstdint>
#include <string>
#include <vector>

struct FakeApplibs {
    std::vector<std::string> calls; ///< "GPIO_SetValue 7 1": name and numbers, pointers left out
    int error = 0;                  ///< errno of all calls; 0: they succeed
    std::int64_t result = 0;        ///< what functions give that give a number or fill in a value

    EventLoopIoCallback* ioCallback = nullptr;
    SysEvent_EventsCallback* eventsCallback = nullptr;
    void* context = nullptr;

    /// The last call, or "" where there was none.
    [[nodiscard]] std::string last() const { return calls.empty() ? "" : calls.back(); }
};

/// One for each test: resetFake() first.
FakeApplibs& fake();
void resetFake();

/// Whether a descriptor is open.
bool isOpen(int fd);
