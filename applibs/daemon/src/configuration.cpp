#include "perisphere/daemon/configuration.hpp"

#include "configuration_schema.hpp"
#include "perisphere/json/document.hpp"
#include "perisphere/json/schema.hpp"

#include <chrono>
#include <cstdlib>
#include <utility>

namespace perisphere::daemon
{
namespace
{

using json::Document;
using json::Value;

const json::Schema& configurationSchema()
{
    // Compiled once; that it compiles is tested, so there is no one to report to.
    static const json::Schema schema = [] {
        auto compiled = json::Schema::compile(embedded::configurationSchema);
        if (!compiled)
            std::abort();
        return std::move(*compiled);
    }();
    return schema;
}

constexpr unsigned kMebiBits = 20;
constexpr unsigned kKibiBits = 10;

void readLimits(const Value& root, Configuration& configuration)
{
    const auto limits = root.find("limits");
    if (limits == root.end())
        return;
    target::SandboxLimits& to = configuration.limits;
    to.memoryBytes = limits->value("memoryMiB", to.memoryBytes >> kMebiBits) << kMebiBits;
    to.processes = limits->value("processes", to.processes);
    to.cpuPercent = limits->value("cpuPercent", to.cpuPercent);
    configuration.packageBytes =
        limits->value("packagesKiB", configuration.packageBytes >> kKibiBits) << kKibiBits;
}

void readSeconds(const Value& from, const char* member, std::chrono::milliseconds& to)
{
    if (const auto found = from.find(member); found != from.end())
        to = std::chrono::seconds(found->get<int>());
}

void readInstalls(const Value& root, Configuration& configuration)
{
    const auto installs = root.find("installs");
    if (installs == root.end())
        return;
    readSeconds(*installs, "warningSeconds", configuration.installs.warning);
    readSeconds(*installs, "trialSeconds", configuration.installs.trial);
}

void readLog(const Value& root, Configuration& configuration)
{
    const auto log = root.find("log");
    if (log == root.end())
        return;
    configuration.linesPerSecond = log->value("linesPerSecond", configuration.linesPerSecond);
    if (!log->contains("folder"))
        return;
    Configuration::LogFolder to{.folder = log->at("folder").get<std::string>()};
    to.fileBytes = log->value("fileKiB", to.fileBytes >> kKibiBits) << kKibiBits;
    to.files = log->value("files", to.files);
    configuration.log = std::move(to);
}

void readWatchdog(const Value& root, Configuration& configuration)
{
    const auto watchdog = root.find("watchdog");
    if (watchdog == root.end())
        return;
    Configuration::Watchdog to;
    to.device = watchdog->value("device", to.device.string());
    to.time = std::chrono::seconds(watchdog->value("seconds", to.time.count()));
    configuration.watchdog = std::move(to);
}

void readManagement(const Value& root, Configuration& configuration)
{
    const auto management = root.find("management");
    if (management == root.end())
        return;
    Configuration::Management to{.listen = management->at("listen").get<std::string>(),
                                 .certificate = management->at("certificate").get<std::string>(),
                                 .key = management->at("key").get<std::string>(),
                                 .clients = {}};
    for (const Value& client : management->at("clients"))
        to.clients.emplace_back(client.get<std::string>());
    configuration.management = std::move(to);
}

/// Of a document that keeps the schema.
Configuration read(const Value& root)
{
    Configuration configuration;
    configuration.board = root["board"].get<std::string>();
    configuration.systemRoot = root["systemRoot"].get<std::string>();
    configuration.name = root.value("name", configuration.name);
    configuration.state = root.value("state", configuration.state.string());
    configuration.runtime = root.value("runtime", configuration.runtime.string());
    configuration.osVersion = root.value("osVersion", "");
    if (const auto keys = root.find("trustedKeys"); keys != root.end())
        for (const Value& key : *keys)
            configuration.trustedKeys.emplace_back(key.get<std::string>());
    configuration.acceptsAnyPackage = root.value("acceptAnyPackage", false);
    configuration.allowsDebugging = root.value("debugging", false);
    configuration.gdbserver = root.value("gdbserver", configuration.gdbserver.string());
    if (const auto layers = root.find("mayBeMissing"); layers != root.end())
        configuration.mayBeMissing = layers->get<std::vector<std::string>>();
    readLimits(root, configuration);
    readInstalls(root, configuration);
    readLog(root, configuration);
    readWatchdog(root, configuration);
    readManagement(root, configuration);
    if (const auto network = root.find("network"); network != root.end())
        configuration.network =
            Configuration::Network{.bridge = network->value("bridge", ""),
                                   .nft = network->value("nft", ""),
                                   .isManaged = network->value("manage", false),
                                   .resolverFile = network->value("resolverFile", ""),
                                   .busybox = network->value("busybox", ""),
                                   .wpaSupplicant = network->value("wpaSupplicant", ""),
                                   .keepsTime = network->value("time", "device") == "device"};
    if (const auto identity = root.find("identity"); identity != root.end()) {
        configuration.identity = Configuration::Identity{};
        if ((*identity)["key"] == keys::name(keys::KeyKind::File))
            configuration.identity->key = keys::KeyKind::File;
        configuration.identity->tpm = identity->value("tpm", configuration.identity->tpm);
    }
    if (const auto updates = root.find("updates"); updates != root.end())
        configuration.updates = readUpdateConfiguration(*updates);
    return configuration;
}

void checkTrust(const Document& document, const Configuration& configuration,
                Diagnostics& diagnostics)
{
    if (configuration.acceptsAnyPackage != configuration.trustedKeys.empty())
        diagnostics.push_back(
            {.severity = Severity::Error,
             .rule = configuration.acceptsAnyPackage ? "contradicting-trust" : "no-trust",
             .where = document.locate(configuration.acceptsAnyPackage ? "/acceptAnyPackage" : ""),
             .message = configuration.acceptsAnyPackage
                            ? "packages are accepted from anybody, and keys are named as well"
                            : "no package could ever be accepted",
             .expected = "either \"trustedKeys\" or \"acceptAnyPackage\": true",
             .advice = "name the certificates that your packages are signed with"});
}

} // namespace

Checked<Configuration> parseConfiguration(std::string_view text, std::string fileName)
{
    Checked<Configuration> result;
    const auto document = Document::parse(text, std::move(fileName), {.bytes = 64 * 1024});
    if (!document) {
        result.diagnostics.push_back(toDiagnostic(document.error(), "syntax"));
        return result;
    }
    result.diagnostics = document->duplicateKeys();
    const Diagnostics violations = configurationSchema().validate(*document);
    result.diagnostics.insert(result.diagnostics.end(), violations.begin(), violations.end());
    if (hasErrors(result.diagnostics))
        return result;
    Configuration configuration = read(document->root());
    checkTrust(*document, configuration, result.diagnostics);
    if (!hasErrors(result.diagnostics))
        result.value = std::move(configuration);
    return result;
}

} // namespace perisphere::daemon
