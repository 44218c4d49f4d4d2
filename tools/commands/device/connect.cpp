#include "commands/device/connect.hpp"

#include "command/report.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/remote/gateway.hpp"
#include "support/running_device.hpp"

#include <fmt/format.h>

#include <csignal>
#include <mutex>
#include <utility>

namespace perisphere::tools
{
namespace
{

constexpr std::uint64_t kMaxPemBytes = 1024 * 1024;

Result<remote::Credentials> credentialsOf(const DeviceConnectOptions& options, Services& services)
{
    const auto key = loadSigningKey(options.key, services);
    if (!key)
        return fail(key.error());
    auto certificate = key->certificatePem();
    if (!certificate)
        return fail(certificate.error());
    auto privateKey = key->privateKeyPem();
    if (!privateKey)
        return fail(privateKey.error());
    remote::Credentials credentials{.certificate = std::move(*certificate),
                                    .privateKey = std::move(*privateKey),
                                    .trusted = {}};
    for (const std::string& file : options.trusted) {
        auto pem = readTextFile(file, kMaxPemBytes);
        if (!pem)
            return fail(pem.error());
        credentials.trusted.push_back(std::move(*pem));
    }
    return credentials;
}

/// SIGINT or SIGTERM, which are blocked in all threads meanwhile.
void awaitEnd(const sigset_t& ends)
{
    int number = 0;
    ::sigwait(&ends, &number);
}

} // namespace

void declareDeviceConnect(Command& command, DeviceConnectOptions& options)
{
    command.describe("Makes a device elsewhere one of this machine's, as long as the command runs: "
                     "all other commands, and the desktop program, find it by its name. Both ends "
                     "show certificates: this one the developer's, unless another key is given. "
                     "The device's configuration names whom it lets in (\"management\").");
    command.argument("HOST:PORT", options.address, "where the device listens");
    command.option("--trust", "FILE", options.trusted,
                   "the device's certificate, or that of its issuer (PEM)");
    command.option("--name", "NAME", options.name, "what the device is called here; else its host");
    declareKeyOptions(command, options.key);
    command.example("perisphere device connect board.local:7443 --trust board.pem",
                    "then, elsewhere: perisphere device sideload blink.imagepackage");
}

Result<ExitCode> runDeviceConnect(const DeviceConnectOptions& options, Services& services)
{
    auto endpoint = remote::parseEndpoint(options.address);
    if (!endpoint)
        return fail(endpoint.error());
    if (options.trusted.empty())
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "which device to trust is not said",
                          .where = {},
                          .expected = "--trust with the device's certificate"});
    const auto credentials = credentialsOf(options, services);
    if (!credentials)
        return fail(credentials.error());
    auto identity = remote::TlsIdentity::create(remote::Side::Client, *credentials);
    if (!identity)
        return fail(identity.error());
    const auto registry = deviceRegistry(services);
    if (!registry)
        return fail(registry.error());
    const std::string name = options.name.empty() ? endpoint->host : options.name;
    const auto registration = registry->add(name, fmt::format("tls:{}", options.address));
    if (!registration)
        return fail(registration.error());

    sigset_t ends;
    ::sigemptyset(&ends);
    ::sigaddset(&ends, SIGINT);
    ::sigaddset(&ends, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::mutex mutex;
    const auto gateway = remote::Gateway::open({.device = std::move(*endpoint),
                                                .identity = std::move(*identity),
                                                .note =
                                                    [&](const std::string& text) {
                                                        const std::lock_guard lock(mutex);
                                                        printNote(text, services);
                                                    }},
                                               registration->socket());
    if (!gateway)
        return fail(gateway.error());
    {
        const std::lock_guard lock(mutex);
        services.out << fmt::format("{} is here as \"{}\" ({})\n", options.address, name,
                                    (*gateway)->deviceSubject())
                     << std::flush;
    }
    awaitEnd(ends);
    return ExitCode::Ok;
}

Command deviceConnectCommand(Services& services)
{
    return Command::make("connect", "Make a device elsewhere one of this machine's",
                         declareDeviceConnect, runDeviceConnect, services);
}

} // namespace perisphere::tools
