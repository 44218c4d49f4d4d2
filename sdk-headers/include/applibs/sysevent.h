// Updates of the app and of the system, announced; and their deferral.
//
// An update that is ready to install is announced as Pending about 10 seconds ahead. In that time
// an app may defer it. Where none does, Final follows, another 10 seconds ahead and beyond
// deferral: the app should tidy up and exit. Where one does, every registered app is told Deferred;
// when the time is over, or the app resumes, the update is Pending again, or Final where the
// allowance is used up. Complete tells the other apps that an update of an app is done; after one
// of the system the device restarts. Also announced: that a download began, and that there is
// nothing to update.
//
// Threads: not promised; call from the loop's thread. API sets: all.
#pragma once

#include <stdint.h>

#include <applibs/applibs_internal_api_traits.h>
#include <applibs/eventloop.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bits of the events below.
typedef uint32_t SysEvent_Events;

enum {
    SysEvent_Events_None = 0x00,
    /// An update is about to be installed; see SysEvent_Status.
    SysEvent_Events_UpdateReadyForInstall = 0x01,
    /// The former name.
    SysEvent_Events_Update _AZSPHERE_DEPRECATED_BY(SysEvent_Events_UpdateReadyForInstall) = 0x01,
    /// An update was found, its download begins.
    SysEvent_Events_UpdateStarted = 0x02,
    /// The check for updates found none.
    SysEvent_Events_NoUpdateAvailable = 0x04,
    /// All events.
    SysEvent_Events_Mask = 0x07
};

/// Where an update stands; one of those below.
typedef uint32_t SysEvent_Status;

enum {
    SysEvent_Status_Invalid = 0,  ///< none
    SysEvent_Status_Pending = 1,  ///< will be installed; can be deferred
    SysEvent_Status_Final = 2,    ///< will be installed; cannot be deferred
    SysEvent_Status_Deferred = 3, ///< an app deferred it
    /// The former name.
    SysEvent_Status_Rejected _AZSPHERE_DEPRECATED_BY(SysEvent_Status_Deferred) = 3,
    SysEvent_Status_Complete = 4 ///< is installed; for updates of apps only
};

/// What is updated; one of those below.
typedef uint32_t SysEvent_UpdateType;

enum {
    SysEvent_UpdateType_Invalid = 0, ///< none
    SysEvent_UpdateType_App = 1,     ///< an app
    SysEvent_UpdateType_System = 2   ///< the system
};

/// About an update.
typedef struct SysEvent_Info_UpdateData {
    /// How long it may still be deferred, minutes; only while it is Pending.
    unsigned int max_deferral_time_in_minutes;
    SysEvent_UpdateType update_type; ///< what is updated
} SysEvent_Info_UpdateData;

/// What came with an event; for SysEvent_Info_GetUpdateData. Valid until the callback returns.
typedef struct SysEvent_Info SysEvent_Info;

/// What is called on an event, from EventLoop_Run of the loop given at registration.
///
/// @param event    one event
/// @param state    where the update stands
/// @param info     more about it; valid until the callback returns
/// @param context  as it was registered
typedef void SysEvent_EventsCallback(SysEvent_Events event, SysEvent_Status state,
                                     const SysEvent_Info* info, void* context);

/// Asks to be told of events. One registration at a time.
///
/// @param el            loop from which callback is called
/// @param eventBitmask  events, at least one
/// @param callback      what to call
/// @param context       handed to it
/// @return the registration, ended with SysEvent_UnregisterForEventNotifications; or NULL with
/// errno
///   - EFAULT  el or callback is NULL
///   - EINVAL  eventBitmask is empty or has bits outside SysEvent_Events_Mask
///   - EACCES  the manifest does not have "SystemEventNotifications"
///
/// Capability: SystemEventNotifications.
EventRegistration* SysEvent_RegisterForEventNotifications(EventLoop* el,
                                                          SysEvent_Events eventBitmask,
                                                          SysEvent_EventsCallback* callback,
                                                          void* context);

/// Ends a registration. Once for each.
///
/// @param reg  the registration
/// @return 0; or -1 with errno
///   - EFAULT  reg is NULL
int SysEvent_UnregisterForEventNotifications(EventRegistration* reg);

/// Tells more about an update that is ready to install, whatever its status. In the callback only.
///
/// @param info         as the callback got it
/// @param update_info  receives what is known
/// @return 0; or -1 with errno
///   - EFAULT  info or update_info is NULL
///   - EINVAL  the event was not SysEvent_Events_UpdateReadyForInstall
int SysEvent_Info_GetUpdateData(const SysEvent_Info* info, SysEvent_Info_UpdateData* update_info);

/// Defers an update that is Pending; when this returns, it is deferred. At most 24 hours for the
/// system and 167 hours for an app, all deferrals together; a longer time is cut without an error.
///
/// @param event                            SysEvent_Events_UpdateReadyForInstall
/// @param requested_defer_time_in_minutes  minutes
/// @return 0; or -1 with errno
///   - EINVAL  event is not that one, or no update is Pending
///   - EACCES  the manifest does not have "SoftwareUpdateDeferral"
///
/// Capability: SoftwareUpdateDeferral.
int SysEvent_DeferEvent(SysEvent_Events event, uint32_t requested_defer_time_in_minutes);

/// Ends this app's deferral before its time. Not needed otherwise.
///
/// @param event  SysEvent_Events_UpdateReadyForInstall
/// @return 0; or -1 with errno
///   - EINVAL  event is not that one, or this app has not deferred it
///   - EACCES  the manifest does not have "SoftwareUpdateDeferral"
///
/// Capability: SoftwareUpdateDeferral.
int SysEvent_ResumeEvent(SysEvent_Events event);

#ifdef __cplusplus
}
#endif
