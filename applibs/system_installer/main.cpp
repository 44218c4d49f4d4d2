// perisphere-install-system: has RAUC install a system's bundle, over D-Bus, and mark the system
// that runs as good.
//
// It is a program of its own because it is needed once in months, and the daemon would have D-Bus's
// library in memory all the time. RAUC verifies the bundle's signature with its own keyring, writes
// the slot that does not run and has the boot loader try it. Exit codes: 0, done; 1, not, with one
// line about it on the standard error stream.

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <systemd/sd-bus.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace
{

constexpr const char* kService = "de.pengutronix.rauc";
constexpr const char* kPath = "/";
constexpr const char* kInterface = "de.pengutronix.rauc.Installer";

struct BusCloser {
    void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};
using BusPtr = std::unique_ptr<sd_bus, BusCloser>;

int fails(std::string_view what, int error)
{
    fmt::print(stderr, "{}: {}\n", what, std::strerror(-error));
    return 1;
}

/// An error that came over the bus, with RAUC's own words.
class BusError
{
public:
    BusError() = default;
    BusError(const BusError&) = delete;
    BusError& operator=(const BusError&) = delete;
    ~BusError() { sd_bus_error_free(&m_error); }
    [[nodiscard]] sd_bus_error* get() { return &m_error; }
    int report(std::string_view what, int error) const
    {
        if (m_error.message == nullptr)
            return fails(what, error);
        fmt::print(stderr, "{}: {}\n", what, m_error.message);
        return 1;
    }

private:
    sd_bus_error m_error{}; // SD_BUS_ERROR_NULL
};

int connect(const std::string& address, BusPtr& to)
{
    sd_bus* bus = nullptr;
    if (address.empty()) {
        const int opened = sd_bus_open_system(&bus);
        to.reset(bus);
        return opened;
    }
    int done = sd_bus_new(&bus);
    to.reset(bus);
    if (done >= 0)
        done = sd_bus_set_address(bus, address.c_str());
    if (done >= 0)
        done = sd_bus_set_bus_client(bus, 1);
    return done >= 0 ? sd_bus_start(bus) : done;
}

/// How far the installation is, from RAUC's signals.
struct Progress {
    bool isOver = false;
    std::int32_t result = -1;
};

int onCompleted(sd_bus_message* message, void* self, sd_bus_error* /*error*/)
{
    auto& progress = *static_cast<Progress*>(self);
    progress.isOver = sd_bus_message_read(message, "i", &progress.result) >= 0;
    return 0;
}

/// A(sa{sv}as) message: the interface, what has changed, what has not.
int onChanged(sd_bus_message* message, void* /*self*/, sd_bus_error* /*error*/)
{
    const char* text = nullptr;
    if (sd_bus_message_read(message, "s", &text) < 0 || std::string_view(text) != kInterface ||
        sd_bus_message_enter_container(message, 'a', "{sv}") < 0)
        return 0;
    while (sd_bus_message_enter_container(message, 'e', "sv") > 0) {
        const char* name = nullptr;
        if (sd_bus_message_read(message, "s", &name) < 0)
            return 0;
        std::int32_t percent = 0;
        std::int32_t depth = 0;
        if (std::string_view(name) != "Progress")
            sd_bus_message_skip(message, "v");
        else if (sd_bus_message_read(message, "v", "(isi)", &percent, &text, &depth) >= 0)
            fmt::print("{}% {}\n", percent, text);
        sd_bus_message_exit_container(message);
    }
    std::fflush(stdout);
    return 0;
}

int watch(sd_bus* bus, Progress& progress)
{
    const int watched = sd_bus_match_signal(bus, nullptr, kService, kPath, kInterface, "Completed",
                                            onCompleted, &progress);
    return watched < 0 ? watched
                       : sd_bus_match_signal(bus, nullptr, kService, kPath,
                                             "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                             onChanged, nullptr);
}

/// RAUC going away is the end as well: nobody would say Completed any more.
int onOwner(sd_bus_message* message, void* self, sd_bus_error* /*error*/)
{
    const char* name = nullptr;
    const char* before = nullptr;
    const char* after = nullptr;
    if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 &&
        std::string_view(after).empty())
        static_cast<Progress*>(self)->isOver = true;
    return 0;
}

int awaitEnd(sd_bus* bus, const Progress& progress)
{
    while (!progress.isOver) {
        const int processed = sd_bus_process(bus, nullptr);
        if (processed < 0)
            return processed;
        if (processed > 0)
            continue;
        constexpr std::uint64_t kForEver = UINT64_MAX;
        if (const int waited = sd_bus_wait(bus, kForEver); waited < 0 && waited != -EINTR)
            return waited;
    }
    return 0;
}

int install(sd_bus* bus, const std::string& bundle)
{
    Progress progress;
    int done = watch(bus, progress);
    if (done >= 0)
        done = sd_bus_add_match(bus, nullptr,
                                "type='signal',sender='org.freedesktop.DBus',"
                                "member='NameOwnerChanged',arg0='de.pengutronix.rauc'",
                                onOwner, &progress);
    if (done < 0)
        return fails("cannot watch RAUC", done);
    BusError error;
    done = sd_bus_call_method(bus, kService, kPath, kInterface, "InstallBundle", error.get(),
                              nullptr, "sa{sv}", bundle.c_str(), 0);
    if (done < 0)
        return error.report("RAUC does not install the bundle", done);
    // An owner that came by this call is none that went.
    done = awaitEnd(bus, progress);
    if (done < 0)
        return fails("cannot hear of RAUC", done);
    if (progress.result == 0)
        return 0;
    char* reason = nullptr;
    done =
        sd_bus_get_property_string(bus, kService, kPath, kInterface, "LastError", nullptr, &reason);
    fmt::print(stderr, "RAUC has not installed the bundle: {}\n",
               done >= 0 && *reason != '\0' ? reason : "it gives no reason");
    std::free(reason);
    return 1;
}

int markGood(sd_bus* bus)
{
    BusError error;
    sd_bus_message* reply = nullptr;
    const int done = sd_bus_call_method(bus, kService, kPath, kInterface, "Mark", error.get(),
                                        &reply, "ss", "good", "booted");
    const std::unique_ptr<sd_bus_message, sd_bus_message* (*)(sd_bus_message*)> owned(
        reply, sd_bus_message_unref);
    if (done < 0)
        return error.report("RAUC does not mark the system as good", done);
    const char* slot = nullptr;
    const char* message = nullptr;
    if (sd_bus_message_read(reply, "ss", &slot, &message) >= 0)
        fmt::print("{}\n", message);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    std::string address;
    std::string bundle;
    CLI::App app("Has RAUC install a system, or mark the one that runs as good.");
    app.require_subcommand(1);
    app.add_option("--bus", address, "address of the bus; the system's unless given");
    CLI::App* const installing = app.add_subcommand("install", "Installs a bundle.");
    installing->add_option("BUNDLE", bundle, "absolute path")->required();
    app.add_subcommand("mark-good", "Marks the system that runs as good.");
    CLI11_PARSE(app, argc, argv);
    BusPtr bus;
    if (const int connected = connect(address, bus); connected < 0)
        return fails("cannot reach the bus", connected);
    return *installing ? install(bus.get(), bundle) : markGood(bus.get());
}
