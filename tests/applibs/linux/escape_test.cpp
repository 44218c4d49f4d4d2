// The escape suite: what a hostile app tries, what stops it, and that the suite notices when
// something is missing.
//
// escapes/expected.txt has a line for each probe: its name, the layer that stops it and with what,
// and after each "|" what becomes of it without a layer: "name layer ERROR | layer: other-layer
// ERROR | layer: through". What the kernel lacks counts as left out. A layer is written with "-"
// for spaces; "A/B" stands for either.
#include "device_network.hpp"
#include "sandboxed_app.hpp"

#include <csignal>
#include <cstddef>
#include <fstream>
#include <map>
#include <netinet/in.h>
#include <set>
#include <sstream>
#include <sys/shm.h>
#include <sys/un.h>
#include <sys/utsname.h>

namespace
{

using namespace perisphere;

struct Fate {
    std::string layer;
    std::set<std::string> outcomes;
};

struct Expectation {
    Fate fate;
    std::map<std::string, Fate> without; ///< by layer
};

std::set<std::string> alternatives(const std::string& text)
{
    std::set<std::string> all;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, '/');)
        all.insert(part);
    return all;
}

Fate parseFate(std::istringstream& words)
{
    Fate fate;
    std::string outcome;
    words >> fate.layer;
    if (fate.layer == "through" || !(words >> outcome))
        outcome = fate.layer;
    fate.outcomes = alternatives(outcome);
    return fate;
}

std::map<std::string, Expectation> readExpectations()
{
    std::map<std::string, Expectation> all;
    std::ifstream file(ESCAPES);
    REQUIRE(file);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        std::istringstream parts(line);
        std::string part;
        std::getline(parts, part, '|');
        std::istringstream words(part);
        std::string name;
        words >> name;
        Expectation& expectation = all[name];
        expectation.fate = parseFate(words);
        while (std::getline(parts, part, '|')) {
            std::istringstream rest(part);
            std::string layer;
            rest >> layer;
            REQUIRE(layer.ends_with(':'));
            layer.pop_back();
            expectation.without[layer] = parseFate(rest);
        }
    }
    return all;
}

/// What lies outside, for the probes to reach for.
class Outside
{
public:
    Outside()
    {
        std::ofstream(m_folder / "secret") << "secret";
        std::filesystem::permissions(m_folder.path(), std::filesystem::perms(0755));
        m_socketFile = listenAt((m_folder / "socket").string(), false);
        m_abstract = listenAt(m_folder.path().filename().string(), true);
        m_port = openLoopback(m_loopback, SOCK_STREAM);
        m_udpPort = openLoopback(m_loopbackUdp, SOCK_DGRAM);
        m_memory = ::shmget(::getpid(), 4096, IPC_CREAT | 0666);
        REQUIRE(m_memory >= 0);
    }
    Outside(const Outside&) = delete;
    Outside& operator=(const Outside&) = delete;
    ~Outside() { ::shmctl(m_memory, IPC_RMID, nullptr); }

    [[nodiscard]] std::vector<std::string> environment() const
    {
        return {"PROBE_SECRET=" + (m_folder / "secret").string(),
                "PROBE_SOCKET=" + (m_folder / "socket").string(),
                "PROBE_ABSTRACT=" + m_folder.path().filename().string(),
                "PROBE_PORT=" + std::to_string(m_port),
                "PROBE_PROCESS=" + std::to_string(::getpid()),
                "PROBE_HOST=192.0.2.11",
                "PROBE_UDP_PORT=" + std::to_string(m_udpPort),
                "PROBE_MEMORY=" + std::to_string(::getpid()),
                "PROBE_HOST_NAME=" + hostName()};
    }

private:
    static std::string hostName()
    {
        utsname names{};
        ::uname(&names);
        return names.nodename;
    }

    static std::uint16_t openLoopback(UniqueFd& made, int type)
    {
        made.reset(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(made.get(), generic, size) == 0);
        REQUIRE((type == SOCK_DGRAM || ::listen(made.get(), 1) == 0));
        REQUIRE(::getsockname(made.get(), generic, &size) == 0);
        return ntohs(address.sin_port);
    }

    static UniqueFd listenAt(const std::string& name, bool isAbstract)
    {
        UniqueFd made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name.copy(address.sun_path + (isAbstract ? 1 : 0), sizeof address.sun_path - 2);
        const auto size = offsetof(sockaddr_un, sun_path) + name.size() + 1;
        REQUIRE(::bind(made.get(), reinterpret_cast<const sockaddr*>(&address),
                       static_cast<socklen_t>(size)) == 0);
        REQUIRE(::listen(made.get(), 1) == 0);
        return made;
    }

    test::TemporaryDirectory m_folder;
    UniqueFd m_socketFile;
    UniqueFd m_abstract;
    UniqueFd m_loopback;
    UniqueFd m_loopbackUdp;
    std::uint16_t m_port = 0;
    std::uint16_t m_udpPort = 0;
    int m_memory = -1;
};

/// The outcomes by probe of an app in a sandbox without the layer.
std::map<std::string, std::string> outcomesWithout(const std::vector<std::string>& layers)
{
    const test::DeviceNetwork network;
    const test::GreetingServer server;
    const Outside outside;
    const test::SystemRootOfTests systemRoot;
    target::SandboxConfiguration configuration = test::sandboxOfTests(systemRoot);
    configuration.leftOut = layers;
    configuration.network.emplace();
    const auto launcher = test::launcherWith(configuration);
    test::SandboxedImage image(ESCAPE_PROBES, {});
    auto [device, appsEnd] = test::makeSocketPair();
    auto [output, writeEnd] = test::makePipe();
    UniqueFd error(::dup(writeEnd.get()));
    const UniqueFd inherited(::open("/dev/null", O_RDONLY)); // on purpose without O_CLOEXEC
    auto process =
        launcher->start(image.app(), {.environment = outside.environment()},
                        {std::move(appsEnd), std::move(writeEnd), std::move(error), UniqueFd()});
    if (!process) { // which step it was is between quotes
        const std::string& activity = process.error().activity;
        const std::size_t begin = activity.find("step \"") + 6;
        return {{"start", activity.substr(begin, activity.find('"', begin) - begin)}};
    }
    std::istringstream lines(test::readToEnd(output.get()));
    std::map<std::string, std::string> outcomes{{"start", "started"}};
    bool isComplete = false;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.find(' ');
        if (line == "done")
            isComplete = true;
        else if (space != std::string::npos)
            outcomes[line.substr(0, space)] = line.substr(space + 1);
    }
    const auto exit = test::exitOf(**process);
    INFO(describe(exit));
    CHECK(isComplete);
    return outcomes;
}

std::string dashed(std::string layer)
{
    std::ranges::replace(layer, ' ', '-');
    return layer;
}

/// What Landlock has come to know since its first versions, and how kernel_layers.hpp says so.
constexpr std::array<std::pair<const char*, const char*>, 2> kLaterParts{
    {{"landlock-ports", "TCP ports"}, {"landlock-scopes", "abstract sockets"}}};

/// What this kernel lacks of the layers, beside those that it lacks altogether.
std::set<std::string> lackingHere()
{
    std::set<std::string> lacking;
    for (const target::KernelLayer& layer : target::probeKernelLayers()) {
        if (!layer.isOffered)
            lacking.insert(layer.name);
        if (layer.name == "landlock")
            for (const auto& [part, says] : kLaterParts)
                if (layer.found.find(says) == std::string::npos)
                    lacking.insert(part);
    }
    return lacking;
}

/// Whether all of "limits+cgroup" are left out.
bool areAllIn(const std::string& layers, const std::set<std::string>& without)
{
    std::istringstream parts(layers);
    for (std::string part; std::getline(parts, part, '+');)
        if (!without.contains(part))
            return false;
    return true;
}

/// By the entry that names most of the layers that are left out.
Fate expected(const Expectation& expectation, const std::set<std::string>& without)
{
    const Fate* fate = &expectation.fate;
    std::ptrdiff_t most = -1;
    for (const auto& [layers, other] : expectation.without)
        if (const auto count = std::ranges::count(layers, '+');
            areAllIn(layers, without) && count > most) {
            most = count;
            fate = &other;
        }
    return *fate;
}

/// Each layer, and together those that stand for one another.
const std::vector<std::vector<std::string>>& switchedOff()
{
    static const std::vector<std::vector<std::string>> layers{{"seccomp"},
                                                              {"landlock"},
                                                              {"capabilities"},
                                                              {"no_new_privs"},
                                                              {"limits"},
                                                              {"read-only root"},
                                                              {"own user"},
                                                              {"descriptors"},
                                                              {"user namespace"},
                                                              {"pid namespace"},
                                                              {"uts namespace"},
                                                              {"net namespace"},
                                                              {"nftables"},
                                                              {"landlock", "nftables"},
                                                              {"cgroup namespace"},
                                                              {"seccomp", "mdwe"},
                                                              {"seccomp", "user namespace"},
                                                              {"seccomp", "ipc namespace"},
                                                              {"landlock", "read-only root"},
                                                              {"landlock", "net namespace"},
                                                              {"limits", "cgroup"}};
    return layers;
}

} // namespace

TEST_CASE("every probe of the escape suite is stopped, by the layer that is named",
          "[sandbox][escapes]")
{
    if (!test::canUseSandbox())
        return;
    const auto expectations = readExpectations();
    const std::set<std::string> lacking = lackingHere();
    const auto outcomes = outcomesWithout({});
    CHECK(outcomes.size() >= 100);
    CHECK(outcomes.size() == expectations.size());
    for (const auto& [name, outcome] : outcomes) {
        const auto found = expectations.find(name);
        const Fate fate =
            found == expectations.end() ? Fate{"?", {}} : expected(found->second, lacking);
        if (!fate.outcomes.contains(outcome))
            FAIL_CHECK(name << ": " << outcome << " instead of " << fate.layer);
        if (fate.layer.starts_with("through"))
            FAIL_CHECK(name << " got through");
    }
}

TEST_CASE("the escape suite notices each layer that is switched off", "[sandbox][escapes]")
{
    if (!test::canUseSandbox())
        return;
    const auto expectations = readExpectations();
    for (const std::vector<std::string>& layers : switchedOff()) {
        const std::set<std::string> lacking = lackingHere();
        std::set<std::string> without = lacking;
        std::string names;
        for (const std::string& layer : layers) {
            without.insert(dashed(layer));
            names += layer + ", ";
        }
        if (without.contains("landlock"))
            for (const auto& [part, says] : kLaterParts)
                without.insert(part);
        const bool changesAnything = without != lacking && (layers.front() != "cgroup namespace" ||
                                                            test::hasControlGroups());
        int noticed = 0;
        for (const auto& [name, outcome] : outcomesWithout(layers)) {
            const auto found = expectations.find(name);
            if (found == expectations.end())
                continue; // said above
            const Fate fate = expected(found->second, without);
            if (!fate.outcomes.contains(outcome))
                FAIL_CHECK("without " << names << name << ": " << outcome << " instead of "
                                      << fate.layer);
            noticed += fate.layer != expected(found->second, lacking).layer ? 1 : 0;
        }
        INFO("without " << names);
        CHECK((noticed > 0 || !changesAnything));
    }
}

TEST_CASE("an app that takes more memory than its share is ended as a whole", "[sandbox]")
{
    if (!test::canUseSandbox() || !test::hasControlGroups())
        return;
    const test::SystemRootOfTests systemRoot;
    target::SandboxConfiguration configuration = test::sandboxOfTests(systemRoot);
    configuration.limits.memoryBytes = std::uint64_t{32} << 20U;
    const auto launcher = test::launcherWith(configuration);
    test::SandboxedImage image(ESCAPE_PROBES, {"much-memory"});
    const test::SandboxedApp started = test::startInSandbox(*launcher, image.app());
    CHECK(test::readToEnd(started.output.get()).empty());
    CHECK(test::exitOf(*started.process) == device::ProcessExit{.bySignal = true, .code = SIGKILL});
}
