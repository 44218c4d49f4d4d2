// applibs/sysevent.h: a socket from the device, watched by the app's event loop.
//
// A registration is an object of this file, not the event loop's: the loop's own ends already when
// the device goes, while the app keeps its pointer until it unregisters.

#include "perisphere/protocol/sys_event.hpp"
#include "abi.hpp"
#include "connection.hpp"
#include "packet.hpp"

#include <applibs/sysevent.h>

#include <cstdlib>
#include <new>
#include <pthread.h>
#include <unistd.h>

using namespace perisphere::client;
namespace protocol = perisphere::protocol;

struct SysEvent_Info {
    protocol::SysEventPacket packet;
};

namespace
{

static_assert(SysEvent_Events_UpdateReadyForInstall == protocol::kUpdateReadyForInstall &&
              SysEvent_Events_UpdateStarted == protocol::kUpdateStarted &&
              SysEvent_Events_NoUpdateAvailable == protocol::kNoUpdateAvailable &&
              SysEvent_Events_Mask == protocol::kAllSysEvents);

struct SysEventRegistration {
    int fd = -1;
    EventLoop* loop = nullptr;
    EventRegistration* io = nullptr; ///< nullptr: the device is gone
    SysEvent_EventsCallback* callback = nullptr;
    void* context = nullptr;
    SysEventRegistration* next = nullptr;
};

constinit SysEventRegistration* g_registrations = nullptr;
pthread_mutex_t g_registrationsMutex = PTHREAD_MUTEX_INITIALIZER;

class RegistrationsLock
{
public:
    RegistrationsLock() { ::pthread_mutex_lock(&g_registrationsMutex); }
    ~RegistrationsLock() { ::pthread_mutex_unlock(&g_registrationsMutex); }
    RegistrationsLock(const RegistrationsLock&) = delete;
    RegistrationsLock& operator=(const RegistrationsLock&) = delete;
};

void stopWatching(SysEventRegistration& registration)
{
    if (registration.io != nullptr)
        static_cast<void>(EventLoop_UnregisterIo(registration.loop, registration.io));
    registration.io = nullptr;
}

/// An event bit and a status that the API knows.
bool isSound(const protocol::SysEventPacket& packet)
{
    const bool isOneBit = packet.event != 0 && (packet.event & (packet.event - 1)) == 0;
    return isOneBit && (packet.event & ~protocol::kAllSysEvents) == 0 &&
           packet.status <= protocol::UpdateEventStatus::Complete;
}

void deliver(EventLoop* /*el*/, int fd, EventLoop_IoEvents /*events*/, void* context)
{
    auto* const registration = static_cast<SysEventRegistration*>(context);
    SysEvent_Info info;
    IncomingPacket packet;
    packet.add(&info.packet, sizeof info.packet);
    const int error = receivePacket(fd, packet);
    for (std::size_t i = 0; i < packet.descriptorCount; ++i)
        ::close(packet.descriptors[i]);
    if (error != 0 || packet.bytes != sizeof info.packet) {
        stopWatching(*registration); // or the loop would call for ever
        return;
    }
    if (isSound(info.packet)) // the callback may end the registration: nothing is touched after it
        registration->callback(info.packet.event, static_cast<SysEvent_Status>(info.packet.status),
                               &info, registration->context);
}

/// The descriptor of a new registration with the device; -1 and errno.
int openEvents(SysEvent_Events events)
{
    const protocol::SysEventRegisterRequest request{.events = events};
    Answer answer = callDevice(raw(request), EACCES);
    if (answer.error != 0 || answer.descriptorCount != 1) {
        closeDescriptors(answer);
        return fail(answer.error != 0 ? answer.error : EACCES);
    }
    return answer.descriptors[0];
}

/// Takes it out of the list; false when it is not in it.
bool forget(SysEventRegistration* registration)
{
    const RegistrationsLock lock;
    for (SysEventRegistration** at = &g_registrations; *at != nullptr; at = &(*at)->next) {
        if (*at == registration) {
            *at = registration->next;
            return true;
        }
    }
    return false;
}

int changeDeferral(const RawRequest& request)
{
    Answer answer = callDevice(request, EACCES);
    closeDescriptors(answer);
    return succeedOrFail(answer.error);
}

} // namespace

PERISPHERE_EXPORT EventRegistration*
SysEvent_RegisterForEventNotifications(EventLoop* el, SysEvent_Events eventBitmask,
                                       SysEvent_EventsCallback* callback, void* context)
{
    if (el == nullptr || callback == nullptr || eventBitmask == 0 ||
        (eventBitmask & ~SysEvent_Events{SysEvent_Events_Mask}) != 0) {
        errno = el == nullptr || callback == nullptr ? EFAULT : EINVAL;
        return nullptr;
    }
    const int fd = openEvents(eventBitmask);
    if (fd < 0)
        return nullptr;
    void* const memory = std::malloc(sizeof(SysEventRegistration));
    if (memory == nullptr) {
        ::close(fd);
        errno = ENOMEM;
        return nullptr;
    }
    auto* const registration = new (memory)
        SysEventRegistration{.fd = fd, .loop = el, .callback = callback, .context = context};
    registration->io = EventLoop_RegisterIo(el, fd, EventLoop_Input, deliver, registration);
    if (registration->io == nullptr) {
        const int error = errno;
        ::close(fd);
        std::free(memory);
        errno = error;
        return nullptr;
    }
    const RegistrationsLock lock;
    registration->next = g_registrations;
    g_registrations = registration;
    return reinterpret_cast<EventRegistration*>(registration);
}

PERISPHERE_EXPORT int SysEvent_UnregisterForEventNotifications(EventRegistration* reg)
{
    auto* const registration = reinterpret_cast<SysEventRegistration*>(reg);
    if (reg == nullptr || !forget(registration)) // a second time is as wrong as NULL
        return fail(EFAULT);
    stopWatching(*registration);
    ::close(registration->fd);
    std::free(registration);
    return 0;
}

PERISPHERE_EXPORT int SysEvent_Info_GetUpdateData(const SysEvent_Info* info,
                                                  SysEvent_Info_UpdateData* update_info)
{
    if (info == nullptr || update_info == nullptr)
        return fail(EFAULT);
    if (info->packet.event != protocol::kUpdateReadyForInstall)
        return fail(EINVAL);
    update_info->max_deferral_time_in_minutes = info->packet.maxDeferralMinutes;
    update_info->update_type = static_cast<SysEvent_UpdateType>(info->packet.type);
    return 0;
}

PERISPHERE_EXPORT int SysEvent_DeferEvent(SysEvent_Events event,
                                          uint32_t requested_defer_time_in_minutes)
{
    const protocol::SysEventDeferRequest request{.event = event,
                                                 .minutes = requested_defer_time_in_minutes};
    return changeDeferral(raw(request));
}

PERISPHERE_EXPORT int SysEvent_ResumeEvent(SysEvent_Events event)
{
    return changeDeferral(raw(protocol::SysEventResumeRequest{.event = event}));
}
