// What the owner of a device does with its identity. Programs of the daemon use the same folder, at
// the same time too: each file is replaced as a whole.

#include "commands.hpp"
#include "configuration_file.hpp"
#include "identity_store.hpp"
#include "own_program.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/identity/tenant.hpp"
#include "perisphere/json/value.hpp"
#include "perisphere/protocol/calendar.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace
{

using namespace perisphere;
using daemon::IdentityStore;

constexpr std::uint64_t kMaxChainFileBytes = 65'536;

struct IdentityOptions {
    std::filesystem::path configuration = daemon::kConfigurationFile;
    std::string name;
    std::filesystem::path chain;
    std::string tenant;
    bool asJson = false;
};

Result<IdentityStore> storeOf(const IdentityOptions& options)
{
    const auto configuration = daemon::readConfiguration(options.configuration);
    if (!configuration)
        return fail(configuration.error());
    if (!configuration->identity)
        return fail(Error{.code = ErrorCode::InvalidArgument,
                          .message = "the configuration gives this device no identity",
                          .where = {.file = options.configuration.string()},
                          .expected = R"(a member "identity": {"key": "tpm"})",
                          .advice = {}});
    return IdentityStore(*configuration, daemon::ownProgram("perisphere-keys"));
}

std::string timeText(std::int64_t seconds)
{
    const auto time = protocol::brokenDownTime(seconds);
    if (!time)
        return "unknown";
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", time->tm_year + 1900,
                       time->tm_mon + 1, time->tm_mday, time->tm_hour, time->tm_min, time->tm_sec);
}

void printIdentity(const std::string& id, const identity::ChainFacts& facts, bool asJson)
{
    if (asJson) {
        fmt::print("{}\n", json::Value{{"deviceId", id},
                                       {"subject", facts.subject},
                                       {"issuer", facts.issuer},
                                       {"certificates", facts.certificates},
                                       {"fingerprint", facts.fingerprint},
                                       {"notBefore", facts.notBefore},
                                       {"notAfter", facts.notAfter},
                                       {"chain", facts.chain}}
                               .dump(2));
        return;
    }
    fmt::print("device id    {}\nsubject      {}\nissuer       {}\ncertificates {}\n"
               "fingerprint  {} (SHA-256)\nfrom         {}\nuntil        {}\n{}",
               id, facts.subject, facts.issuer, facts.certificates, facts.fingerprint,
               timeText(facts.notBefore), timeText(facts.notAfter), facts.chain);
}

Result<> show(const IdentityStore& store, const IdentityOptions& options)
{
    const auto key = store.publicKey();
    if (!key)
        return fail(key.error());
    const auto facts = store.read(store.fileFor(options.tenant));
    if (!facts)
        return fail(facts.error());
    printIdentity(identity::deviceIdOf(*key), *facts, options.asJson);
    return {};
}

Result<> create(const IdentityStore& store, const IdentityOptions& options)
{
    if (auto created = store.create(); !created)
        return created;
    return show(store, options);
}

Result<> request(const IdentityStore& store, const IdentityOptions& options)
{
    const auto key = store.openKey(false);
    if (!key)
        return fail(key.error());
    const auto text = identity::makeCertificateRequest(
        **key, options.name.empty() ? identity::deviceIdOf((*key)->publicKey()) : options.name);
    if (!text)
        return fail(text.error());
    fmt::print("{}", *text);
    return {};
}

Result<> install(const IdentityStore& store, const IdentityOptions& options)
{
    std::optional<std::string> tenant;
    if (!options.tenant.empty() && !(tenant = identity::parseTenant(options.tenant)))
        return fail(ErrorCode::InvalidArgument,
                    fmt::format("\"{}\" is no tenant's id, which is a UUID", options.tenant));
    const auto text = readTextFile(options.chain, kMaxChainFileBytes);
    if (!text)
        return fail(text.error());
    const auto facts = store.install(*text, options.chain.string(), tenant);
    if (!facts)
        return fail(facts.error().during("install a certificate"));
    const auto key = store.publicKey();
    printIdentity(key ? identity::deviceIdOf(*key) : std::string(), *facts, options.asJson);
    return {};
}

using Action = Result<> (*)(const IdentityStore&, const IdentityOptions&);

int perform(Action action, const IdentityOptions& options)
{
    const auto store = storeOf(options);
    const Result<> done = store ? action(*store, options) : Result<>(fail(store.error()));
    if (done)
        return 0;
    fmt::print(stderr, "perisphered: {}\n", done.error().toString());
    return 1;
}

} // namespace

void addIdentity(CLI::App& app, Run& run)
{
    CLI::App* const group = app.add_subcommand(
        "identity", "The device's key and its certificates. Example: perisphered identity request "
                    ">device.csr; have it signed; perisphered identity install device-chain.pem");
    group->require_subcommand(1);
    const auto options = std::make_shared<IdentityOptions>();
    const auto add = [&](const char* name, const char* description, Action action) {
        CLI::App* const command = group->add_subcommand(name, description);
        command->add_option("--configuration", options->configuration, "what the device is")
            ->type_name("FILE")
            ->capture_default_str();
        command->callback([&run, options, action] {
            run = [options, action] { return perform(action, *options); };
        });
        return command;
    };
    CLI::App* const creates =
        add("create", "Makes a key, and a certificate that it gives itself, where there are none.",
            create);
    CLI::App* const shows = add("show", "Tells the device's id and certificate.", show);
    CLI::App* const requests = add(
        "request", "Prints a request (PKCS #10) for a certificate of the device's key.", request);
    CLI::App* const installs =
        add("install", "Has the device use certificates: its own first, then each one's issuer.",
            install);
    requests->add_option("--name", options->name, "the common name; the device's id unless given");
    installs->add_option("FILE", options->chain, "the certificates, PEM")->required();
    for (CLI::App* const command : {shows, installs})
        command->add_option("--tenant", options->tenant, "of that tenant's apps alone (a UUID)");
    for (CLI::App* const command : {creates, shows, installs})
        command->add_flag("--json", options->asJson, "print JSON");
}
