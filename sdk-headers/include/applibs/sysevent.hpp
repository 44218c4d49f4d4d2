// Updates announced, and their deferral: applibs/sysevent.h, which documents the calls.
#pragma once

#include <applibs/eventloop.hpp>
#include <applibs/sysevent.h>

namespace applibs
{

namespace sysevent
{

enum class Events : SysEvent_Events {
    None = SysEvent_Events_None,
    UpdateReadyForInstall = SysEvent_Events_UpdateReadyForInstall,
    UpdateStarted = SysEvent_Events_UpdateStarted,
    NoUpdateAvailable = SysEvent_Events_NoUpdateAvailable,
    All = SysEvent_Events_Mask
};

enum class Status : SysEvent_Status {
    Invalid = SysEvent_Status_Invalid,
    Pending = SysEvent_Status_Pending,
    Final = SysEvent_Status_Final,
    Deferred = SysEvent_Status_Deferred,
    Complete = SysEvent_Status_Complete
};

enum class UpdateType : SysEvent_UpdateType {
    Invalid = SysEvent_UpdateType_Invalid,
    App = SysEvent_UpdateType_App,
    System = SysEvent_UpdateType_System
};

/// About an update.
struct UpdateData {
    std::chrono::minutes maxDeferralTime; ///< only while it is pending
    UpdateType updateType;
};

} // namespace sysevent

template <>
inline constexpr bool isFlags<sysevent::Events> = true;

namespace sysevent
{

/// What came with an event; not to be kept beyond the handler.
class Info
{
public:
    explicit Info(const SysEvent_Info* info)
        : m_info(info)
    {
    }

    [[nodiscard]] Result<UpdateData> updateData() const
    {
        SysEvent_Info_UpdateData data{};
        if (SysEvent_Info_GetUpdateData(m_info, &data) != 0)
            return detail::lastError("SysEvent_Info_GetUpdateData");
        return UpdateData{std::chrono::minutes(data.max_deferral_time_in_minutes),
                          static_cast<UpdateType>(data.update_type)};
    }

private:
    const SysEvent_Info* m_info;
};

/// Called with one event. No exception may leave it.
using Handler = std::function<void(Events event, Status status, const Info& info)>;

/// Ends when it goes, which is before the loop does and not in the handler.
class Registration
{
public:
    static Result<Registration> create(eventloop::Loop& loop, Events events, Handler handler)
    {
        auto owned = std::make_unique<Handler>(std::move(handler));
        EventRegistration* registration = SysEvent_RegisterForEventNotifications(
            loop.native(), static_cast<SysEvent_Events>(events), &Registration::call, owned.get());
        if (registration == nullptr)
            return detail::lastError("SysEvent_RegisterForEventNotifications");
        return Registration(std::move(owned), registration);
    }

private:
    struct Unregister {
        void operator()(EventRegistration* registration) const
        {
            const int error = errno;
            SysEvent_UnregisterForEventNotifications(registration);
            errno = error;
        }
    };

    Registration(std::unique_ptr<Handler> handler, EventRegistration* registration)
        : m_handler(std::move(handler))
        , m_registration(registration)
    {
    }

    static void call(SysEvent_Events event, SysEvent_Status status, const SysEvent_Info* info,
                     void* context) noexcept
    {
        (*static_cast<Handler*>(context))(static_cast<Events>(event), static_cast<Status>(status),
                                          Info(info));
    }

    std::unique_ptr<Handler> m_handler; // outlives the registration
    std::unique_ptr<EventRegistration, Unregister> m_registration;
};

inline Result<void> deferEvent(Events event, std::chrono::minutes time)
{
    return detail::check(SysEvent_DeferEvent(static_cast<SysEvent_Events>(event),
                                             detail::count<std::uint32_t>(time)),
                         "SysEvent_DeferEvent");
}

inline Result<void> resumeEvent(Events event)
{
    return detail::check(SysEvent_ResumeEvent(static_cast<SysEvent_Events>(event)),
                         "SysEvent_ResumeEvent");
}

} // namespace sysevent

} // namespace applibs
