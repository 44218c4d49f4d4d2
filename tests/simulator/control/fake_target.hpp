// A small device that behaves: a button lights a LED, apps start and stop, time passes on request.
#pragma once

#include "perisphere/base/suggest.hpp"
#include "perisphere/control/glob.hpp"
#include "perisphere/control/target.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace perisphere::test
{

namespace c = control;

using Wake = std::function<void()>;

class FakeDevice final : public control::DeviceTarget
{
public:
    c::DeviceInfo info() override
    {
        return {"bench", "mt3620-rdb", "/devices/bench", "1.0", c::DeviceState::Running, 42};
    }
    c::UnmodelledReport unmodelled() override
    {
        return {.accesses = {{.where = "FLASH",
                              .what = "instruction 3Bh",
                              .firstAt = engine::atNanoseconds(1500),
                              .count = 2}},
                .dropped = 0};
    }
    Result<> shutdown() override
    {
        isShutDown = true;
        return {};
    }
    void reset(c::Completion<> done) override { done({}); }
    bool isShutDown = false;
};

class FakeTime final : public control::TimeTarget
{
public:
    explicit FakeTime(Wake wake)
        : m_wake(std::move(wake))
    {
    }
    c::TimeStatus status() override { return m_time; }
    Result<> setMode(engine::TimeMode mode) override
    {
        m_time.mode = mode;
        ++m_revision;
        m_wake();
        return {};
    }
    Result<> pause() override
    {
        m_before = m_time.mode;
        return setMode(engine::TimeMode::paused());
    }
    Result<> resume() override { return setMode(m_before); }
    void step(engine::Duration duration, c::Completion<> done) override
    {
        // Answered by finishSteps() where a test wants to see a call that is open.
        m_steps.emplace_back([this, duration, done = std::move(done)] {
            m_time.now += duration;
            ++m_revision;
            m_wake();
            done({});
        });
        if (!holdsSteps)
            finishSteps();
    }
    void finishSteps()
    {
        for (const auto& step : std::exchange(m_steps, {}))
            step();
    }
    bool holdsSteps = false;
    std::uint64_t revision() override { return m_revision; }

private:
    Wake m_wake;
    c::TimeStatus m_time;
    engine::TimeMode m_before = engine::TimeMode::realTime();
    std::uint64_t m_revision = 1;
    std::vector<std::function<void()>> m_steps;
};

class FakeParts final : public control::PartsTarget
{
public:
    FakeParts(FakeTime& time, Wake wake)
        : m_time(time)
        , m_wake(std::move(wake))
    {
        using engine::Access;
        using engine::PropertyType;
        addProperty("button1",
                    {.name = "pressed",
                     .description = "whether it is pressed",
                     .type = PropertyType::Bool,
                     .access = Access::Settable},
                    false);
        addProperty("led1", {.name = "lit", .description = "whether it shines"}, false);
        addProperty("led1",
                    {.name = "colour",
                     .description = "of its light",
                     .type = PropertyType::Colour,
                     .access = Access::Settable},
                    engine::Colour{255, 0, 0});
        addProperty("sensor1",
                    {.name = "temperature",
                     .description = "of the air",
                     .type = PropertyType::Number,
                     .access = Access::Settable,
                     .unit = "°C",
                     .range = {-40, 125, 0.01}},
                    21.5);
        addProperty("display1",
                    {.name = "screen", .description = "what it shows", .type = PropertyType::Image},
                    engine::Image{8, 4, engine::PixelFormat::Mono1, 7});
    }
    std::vector<c::PartDescription> parts() override
    {
        std::vector<c::PartDescription> all;
        for (const auto& property : m_properties) {
            if (all.empty() || all.back().name != property->path.part)
                all.push_back({property->path.part, "fake", "a part of the fake device", {}});
            all.back().properties.push_back(property->description);
        }
        return all;
    }
    Result<engine::PropertyDescription> describe(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        return (*property)->description;
    }
    Result<c::PropertySample> get(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        return c::PropertySample{path, (*property)->value, (*property)->time};
    }
    Result<> check(const c::PropertyPath& path, const engine::PropertyValue& /*value*/) override
    {
        const auto property = find(path);
        return property ? Result<>() : Result<>(fail(property.error()));
    }
    Result<> set(const c::PropertyPath& path, const engine::PropertyValue& value) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        if ((*property)->description.access != engine::Access::Settable)
            return fail(ErrorCode::PermissionDenied, "\"" + path.toString() + "\" is not settable");
        change(path, value);
        if (path == c::PropertyPath{"button1", "pressed"})
            change({"led1", "lit"}, value);
        return {};
    }
    Result<> setAt(const c::PropertyPath& path, const engine::PropertyValue& value,
                   engine::VirtualTime time) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        scheduled.push_back({path, value, time});
        return {};
    }
    std::vector<c::PropertySample> scheduled; ///< by setAt(), for tests to look at

    /// As the machine does it.
    void change(const c::PropertyPath& path, const engine::PropertyValue& value)
    {
        Property& property = **find(path);
        property.value = value;
        property.time = m_time.status().now;
        ++property.revision;
        m_wake();
    }
    Result<std::unique_ptr<c::PropertyWatch>> watch(std::vector<std::string> patterns) override
    {
        return std::make_unique<Watch>(*this, std::move(patterns));
    }
    Result<c::Pixels> pixels(const c::PropertyPath& path) override
    {
        auto property = find(path);
        if (!property)
            return fail(property.error());
        const auto* image = std::get_if<engine::Image>(&(*property)->value);
        if (image == nullptr)
            return fail(ErrorCode::InvalidArgument, "\"" + path.toString() + "\" has no pixels");
        return c::Pixels{*image,
                         {std::byte{0x81}, std::byte{0x42}, std::byte{0x24}, std::byte{0x18}}};
    }

    Result<std::unique_ptr<c::ProgramSeat>> reserve(const std::string& part) override
    {
        if (part != "custom1")
            return fail(ErrorCode::NotFound, "there is no part \"" + part + "\"");
        if (std::exchange(isReserved, true))
            return fail(ErrorCode::AlreadyExists, "a program plays \"custom1\" already");
        return std::make_unique<Seat>(*this);
    }
    bool isReserved = false;
    UniqueFd program; ///< the connection that custom1 has got

private:
    class Seat final : public c::ProgramSeat
    {
    public:
        explicit Seat(FakeParts& parts)
            : m_parts(parts)
        {
        }
        ~Seat() override { m_parts.isReserved = static_cast<bool>(m_parts.program); }
        Seat(const Seat&) = delete;
        Seat& operator=(const Seat&) = delete;
        void take(UniqueFd connection) override { m_parts.program = std::move(connection); }

    private:
        FakeParts& m_parts;
    };

    struct Property {
        c::PropertyPath path;
        engine::PropertyDescription description;
        engine::PropertyValue value;
        engine::VirtualTime time;
        std::uint64_t revision = 1;
    };

    class Watch final : public c::PropertyWatch
    {
    public:
        Watch(FakeParts& target, std::vector<std::string> patterns)
            : m_target(target)
            , m_patterns(std::move(patterns))
        {
        }
        std::vector<c::PropertySample> takeChanges() override
        {
            std::vector<c::PropertySample> changes;
            for (const auto& property : m_target.m_properties)
                if (matches(property->path.toString()) &&
                    std::exchange(m_seen[property->path.toString()], property->revision) !=
                        property->revision)
                    changes.push_back({property->path, property->value, property->time});
            return changes;
        }

    private:
        [[nodiscard]] bool matches(const std::string& path) const
        {
            return std::any_of(m_patterns.begin(), m_patterns.end(),
                               [&](const auto& pattern) { return c::matchesGlob(pattern, path); });
        }
        FakeParts& m_target;
        std::vector<std::string> m_patterns;
        std::map<std::string, std::uint64_t> m_seen;
    };

    void addProperty(const std::string& part, engine::PropertyDescription description,
                     engine::PropertyValue value)
    {
        c::PropertyPath path{part, description.name};
        m_properties.push_back(std::make_unique<Property>(
            Property{std::move(path), std::move(description), std::move(value), {}}));
    }
    Result<Property*> find(const c::PropertyPath& path)
    {
        for (const auto& property : m_properties)
            if (property->path == path)
                return property.get();
        return fail(ErrorCode::NotFound, "there is no property \"" + path.toString() + "\"");
    }

    FakeTime& m_time;
    Wake m_wake;
    std::vector<std::unique_ptr<Property>> m_properties;
};

class FakePins final : public control::PinsTarget
{
public:
    std::vector<std::string> pins() override { return {"gpio8", "led1.anode"}; }
    Result<c::NetState> netOf(std::string_view pin) override
    {
        if (pin == "gpio8")
            return nets().front();
        return fail(ErrorCode::NotFound, "there is no pin \"" + std::string(pin) + "\"");
    }
    std::vector<c::NetState> nets() override
    {
        const engine::Drive drive = engine::Drive::strong(engine::kSupply3V3);
        return {{{"gpio8", "led1.anode"},
                 engine::Level::High,
                 engine::kSupply3V3,
                 false,
                 {{"gpio8", drive}}}};
    }
    std::vector<c::PinOwner> owners() override
    {
        return {{"gpio8", "25025d2c-66da-4448-bae1-ac26fcdd3627", "GPIO output"}};
    }
};

class FakeApps final : public control::AppsTarget
{
public:
    FakeApps(FakeTime& time, Wake wake)
        : m_time(time)
        , m_wake(std::move(wake))
    {
    }
    std::vector<c::AppStatus> apps() override { return m_apps; }
    std::uint64_t revision() override { return m_revision; }
    void install(const std::filesystem::path& package, c::InstallOptions /*options*/,
                 c::Completion<c::AppStatus> done) override
    {
        m_apps.push_back({.componentId = "25025d2c-66da-4448-bae1-ac26fcdd3627",
                          .imageId = "16b9d2ac-8e92-4dbc-a8c1-8f6f4e4d3b5e",
                          .name = package.stem(),
                          .pid = {},
                          .debugPort = {},
                          .exitCode = {},
                          .exitSignal = {},
                          .storage = c::AppStorage{.used = 1, .limit = 8}});
        appsChanged();
        done(m_apps.back());
    }
    Result<c::AppStatus> app(std::string_view app) override
    {
        for (const c::AppStatus& one : m_apps)
            if (one.name == app || one.componentId == app)
                return one;
        return fail(ErrorCode::NotFound, "there is no app \"" + std::string(app) + "\"");
    }
    void start(std::string_view app, c::StartOptions options,
               c::Completion<c::AppStatus> done) override
    {
        changeApp(app, options.debug ? c::AppState::Debugging : c::AppState::Running, done);
    }
    void stop(std::string_view app, c::Completion<c::AppStatus> done) override
    {
        changeApp(app, c::AppState::Stopped, done);
    }
    void remove(std::string_view app, c::Completion<> done) override
    {
        const std::string name(app);
        const auto count =
            std::erase_if(m_apps, [&](const c::AppStatus& one) { return one.name == name; });
        appsChanged();
        if (count > 0)
            done({});
        else
            done(fail(ErrorCode::NotFound, "there is no app \"" + name + "\""));
    }
    Result<c::AppMemory> memory(std::string_view app) override
    {
        if (auto found = this->app(app); !found)
            return fail(found.error());
        return c::AppMemory{120, 100, 110, 256};
    }
    Result<c::AppPermissions> permissions(std::string_view app) override
    {
        if (auto found = this->app(app); !found)
            return fail(found.error());
        return c::AppPermissions{
            .manifest = R"({"Name": "blink", "Capabilities": {"Gpio": [8], "WifiConfig": true}})",
            .refused = {{.capability = "Gpio",
                         .value = "9",
                         .line = R"("Gpio": [8, 9])",
                         .reason = "9 is not in \"Gpio\"",
                         .count = 3}}};
    }
    Result<c::LogPage> log(const c::LogQuery& query) override
    {
        c::LogPage page{.lines = {}, .next = query.since};
        for (const c::LogLine& line : m_log) {
            if (line.sequence <= query.since || page.lines.size() == query.limit)
                continue;
            page.lines.push_back(line);
            page.next = line.sequence;
        }
        if (!m_log.empty() && m_log.front().sequence > query.since + 1)
            page.missed = m_log.front().sequence - query.since - 1;
        return page;
    }
    void addLogLine(std::string text)
    {
        m_log.push_back({.sequence = ++m_lastLine,
                         .time = m_time.status().now,
                         .componentId = "25025d2c-66da-4448-bae1-ac26fcdd3627",
                         .source = c::LogLineSource::App,
                         .text = std::move(text)});
        if (m_log.size() > kLogLines)
            m_log.erase(m_log.begin());
        m_wake();
    }
    static constexpr std::size_t kLogLines = 5000;

private:
    void changeApp(std::string_view app, c::AppState state, const c::Completion<c::AppStatus>& done)
    {
        for (c::AppStatus& one : m_apps) {
            if (one.name != app && one.componentId != app)
                continue;
            one.state = state;
            one.debugPort =
                state == c::AppState::Debugging ? std::optional<std::uint16_t>(2345) : std::nullopt;
            appsChanged();
            done(one);
            return;
        }
        done(fail(ErrorCode::NotFound, "there is no app \"" + std::string(app) + "\""));
    }
    void appsChanged()
    {
        ++m_revision;
        m_wake();
    }

    FakeTime& m_time;
    Wake m_wake;
    std::uint64_t m_revision = 1;
    std::vector<c::AppStatus> m_apps;
    std::vector<c::LogLine> m_log;
    std::uint64_t m_lastLine = 0;
};

class FakeFaults final : public control::FaultsTarget
{
public:
    std::vector<c::FaultType> types() override
    {
        return {{.name = "nack",
                 .description = "no acknowledge",
                 .parameters = {{.description = {.name = "address",
                                                 .description = "7 bits",
                                                 .type = engine::PropertyType::Integer,
                                                 .access = engine::Access::Settable,
                                                 .range = {0, 127, {}}},
                                 .initial = {}},
                                {.description = {.name = "count",
                                                 .description = "how often",
                                                 .type = engine::PropertyType::Integer,
                                                 .access = engine::Access::Settable},
                                 .initial = std::int64_t{0}}}}};
    }
    Result<c::FaultType> type(std::string_view name) override
    {
        if (name == "nack")
            return types().front();
        return fail(ErrorCode::NotFound, "there is no fault \"" + std::string(name) + "\"");
    }
    std::vector<c::ActiveFault> active() override { return m_active; }
    Result<std::uint64_t> inject(std::string_view type, const c::FaultParameters& given) override
    {
        m_active.push_back({++m_last, std::string(type), given, engine::VirtualTime()});
        return m_last;
    }
    Result<> clear(std::uint64_t id) override
    {
        if (std::erase_if(m_active, [id](const auto& one) { return one.id == id; }) == 0)
            return fail(ErrorCode::NotFound, "no such fault");
        return {};
    }

private:
    std::vector<c::ActiveFault> m_active;
    std::uint64_t m_last = 0;
};

class FakeUpdates final : public control::UpdateTarget
{
public:
    Result<c::UpdateStatus> offerApp(const std::filesystem::path& package) override
    {
        return begin({.state = "downloading", .target = package.stem().string()});
    }
    Result<c::UpdateStatus> offerSystem(const std::string& version) override
    {
        return begin({.state = "downloading",
                      .kind = c::UpdateKind::System,
                      .target = version.empty() ? "25.03" : version,
                      .deferrableMinutes = 1440});
    }
    c::UpdateStatus status() override { return m_status; }

private:
    Result<c::UpdateStatus> begin(c::UpdateStatus status)
    {
        if (m_status.state != "idle")
            return fail(ErrorCode::AlreadyExists, "an update is under way: " + m_status.state);
        m_status = std::move(status);
        m_status.systemVersion = "25.02";
        return m_status;
    }
    c::UpdateStatus m_status{.state = "idle", .systemVersion = "25.02"};
};

class FakeIdentity final : public control::IdentityTarget
{
public:
    c::IdentityStatus status() override { return m_status; }
    Result<c::IdentityStatus> change(c::IdentityAction action) override
    {
        m_status.tenants[0].state = action == c::IdentityAction::Expire ? "expired" : "ready";
        return m_status;
    }

private:
    c::IdentityStatus m_status{.deviceId = std::string(128, 'a'),
                               .tenants = {{.tenant = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
                                            .state = "ready",
                                            .notAfter = 1'700'000'000,
                                            .lastError = "none"}}};
};

/// Core 0 is held at 0x00100100; core 1 is off.
class FakeCores final : public control::CoresTarget
{
public:
    Result<std::vector<c::CoreStatus>> cores() override
    {
        return std::vector<c::CoreStatus>{m_status, {.core = 1, .state = "off"}};
    }
    Result<std::vector<c::CoreRegister>> registers(unsigned core) override
    {
        return on(core, std::vector<c::CoreRegister>{{"pc", "general", m_status.pc}});
    }
    Result<c::CoreMemory> memory(unsigned core, std::uint32_t address, std::size_t bytes) override
    {
        return on(core, c::CoreMemory{.address = address, .bytes = std::vector<std::byte>(bytes)});
    }
    Result<std::vector<c::CoreException>> exceptions(unsigned core) override
    {
        return on(core, std::vector<c::CoreException>{{.number = 15, .name = "SysTick"}});
    }
    Result<std::vector<c::Peripheral>> peripherals(unsigned core, std::string_view name) override
    {
        c::Peripheral gpt{.name = "GPT", .base = 0x21030000, .bytes = 0x1000, .registers = {}};
        if (!name.empty())
            gpt.registers.push_back({.name = "GPT_ISR",
                                     .address = gpt.base,
                                     .value = 3,
                                     .isModelled = true,
                                     .fields = {{.name = "INT", .width = 2, .value = 3}}});
        return on(core, std::vector{gpt});
    }
    Result<c::CoreListing> disassemble(unsigned core, const c::ElfFile& elf,
                                       std::optional<std::uint32_t> address, std::string_view,
                                       std::size_t) override
    {
        lastElf = elf;
        return on(core,
                  c::CoreListing{.pc = m_status.pc,
                                 .instructions = {{.address = address.value_or(m_status.pc),
                                                   .bytes = {std::byte{0xFE}, std::byte{0xE7}},
                                                   .text = "b #0x100100",
                                                   .target = "main",
                                                   .place = {"main", "main.c", 7}}}});
    }
    Result<std::vector<c::StackFrame>> stack(unsigned core, const c::ElfFile&, std::size_t) override
    {
        return on(core, std::vector<c::StackFrame>{{.pc = m_status.pc,
                                                    .stack = 0x00130000,
                                                    .foundBy = "registers",
                                                    .place = {"main", "main.c", 7}}});
    }
    Result<c::CoreStatus> hold(unsigned core) override { return on(core, m_status); }
    Result<c::CoreStatus> release(unsigned core) override { return on(core, m_status); }
    void step(unsigned core, unsigned instructions, c::Completion<c::CoreStatus> done) override
    {
        m_status.pc += 2 * instructions;
        done(on(core, m_status));
    }
    Result<> startProfile(unsigned core, std::uint32_t) override { return check(core); }
    Result<> stopProfile(unsigned core) override { return check(core); }
    Result<c::CoreProfile> profile(unsigned core, const c::ElfFile&) override
    {
        return on(core, c::CoreProfile{.isRunning = true,
                                       .period = 10,
                                       .cycles = 100,
                                       .asleep = 20,
                                       .functions = {{.function = "main",
                                                      .address = m_status.pc,
                                                      .cycles = 80,
                                                      .lines = {{"main.c", 7, 80}, {"", 0, 0}}}}});
    }
    Result<c::CoveragePage> coverage(unsigned core, const c::ElfFile&, std::size_t first) override
    {
        return on(core, c::CoveragePage{.tracefile = "TN:\n",
                                        .lines = 2,
                                        .linesRun = 1,
                                        .next = first == 0 ? std::optional<std::size_t>(1)
                                                           : std::nullopt});
    }

    c::ElfFile lastElf;

private:
    static Result<> check(unsigned core)
    {
        if (core != 0)
            return fail(ErrorCode::NotFound, "real-time core 1 has no program");
        return {};
    }
    template <class T>
    static Result<T> on(unsigned core, T value)
    {
        if (auto there = check(core); !there)
            return fail(there.error());
        return value;
    }
    c::CoreStatus m_status{.core = 0,
                           .app = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff",
                           .state = "held",
                           .pc = 0x00100100,
                           .cycles = 12345,
                           .hertz = 26'000'000,
                           .fault = "none",
                           .debugPort = 3333};
};

class FakeBoard final : public control::BoardTarget
{
public:
    const boards::Board& boardDescription() const override { return m_board; }

private:
    boards::Board m_board{.id = "bench",
                          .name = "Bench",
                          .description = "Something to talk to",
                          .files = {"bench.json"},
                          .chip = "MT3620",
                          .hardwareDefinition = "mt3620.json",
                          .width = 60,
                          .height = 40,
                          .chipAt = {.x = 30, .y = 20},
                          .supplies = {{.name = "GND", .voltage = {}}},
                          .hosts = {},
                          .nets = {"BUS"},
                          .connectors = {{.name = "H1",
                                          .title = "Header 1",
                                          .at = {.x = 5, .y = 20, .rotation = 90},
                                          .rows = 2,
                                          .pitch = 2.54,
                                          .pins = {{.name = "H1-1", .label = "GPIO8"}}}},
                          .parts = {{.name = "led1",
                                     .type = parts::findPartType("led").value(),
                                     .configuration = {},
                                     .label = "LED 1",
                                     .at = {.x = 10, .y = 10},
                                     .where = {}}},
                          .wires = {{.from = "led1.anode", .to = "BUS", .ohms = 330, .where = {}}}};
};

class FakeSignals final : public control::SignalsTarget
{
public:
    Result<> record(const std::vector<std::string>& patterns, std::size_t /*capacity*/) override
    {
        if (patterns.front() != "gpio8" && patterns.front() != "*")
            return fail(ErrorCode::NotFound, "no pin and no property matches");
        m_recording = {.isOn = true,
                       .begin = {},
                       .end = engine::atNanoseconds(5000),
                       .first = 1,
                       .records = 5,
                       .signals = {{"gpio8", "", engine::Level::Low},
                                   {"led1.count", "", std::int64_t{-2}},
                                   {"led1.brightness", "%", 0.5}}};
        return {};
    }
    void stop() override { m_recording = {}; }
    c::SignalRecording recording() override { return m_recording; }
    engine::TracePage page(std::uint64_t from, std::size_t limit) override
    {
        using engine::atNanoseconds;
        const std::vector<engine::TraceRecord> all{
            {atNanoseconds(1000), 0, engine::Level::High},
            {atNanoseconds(1300), 1, std::int64_t{-3}},
            {atNanoseconds(1300), 2, 0.25},
            {atNanoseconds(4000), 0, engine::Level::Floating}};
        engine::TracePage page{.next = 5, .missed = from < 1 ? 1U : 0U, .records = all};
        if (limit < all.size())
            page.records.resize(limit);
        page.next = 1 + page.records.size();
        return page;
    }

private:
    c::SignalRecording m_recording;
};

class FakeTimeline final : public control::TimelineTarget
{
public:
    Result<> start() override
    {
        if (m_state.isOn)
            return fail(ErrorCode::AlreadyExists, "it is on");
        m_state = {.isOn = true, .begin = {}, .end = engine::atNanoseconds(7)};
        m_text.clear();
        return {};
    }
    Result<> stop() override
    {
        m_text = "{\"traceEvents\":[]}";
        m_state.isOn = false;
        m_state.bytes = m_text.size();
        return {};
    }
    c::TimelineState state() override { return m_state; }
    const std::string& text() override { return m_text; }

private:
    c::TimelineState m_state;
    std::string m_text;
};

class FakeSerial final : public control::SerialTarget
{
public:
    explicit FakeSerial(Wake wake)
        : m_wake(std::move(wake))
    {
    }
    std::vector<c::SerialPort> ports() override
    {
        return {m_port,
                {.name = "realTime0", .isCore = true, .format = {}, .sender = {}, .received = 1}};
    }
    Result<c::SerialPort> port(std::string_view name) override
    {
        if (name != m_port.name)
            return fail(ErrorCode::NotFound, "there is no serial port");
        return m_port;
    }
    Result<c::SerialPage> read(std::string_view name, std::uint64_t since,
                               std::size_t limit) override
    {
        if (const auto found = port(name); !found)
            return fail(found.error());
        const std::uint64_t from = std::clamp<std::uint64_t>(since, kMissed, m_port.received);
        const auto rest = std::as_bytes(std::span(m_bytes)).subspan(from - kMissed);
        const auto taken = rest.first(std::min(limit, rest.size()));
        return c::SerialPage{.bytes = {taken.begin(), taken.end()},
                             .next = from + taken.size(),
                             .missed = from - since};
    }
    Result<std::size_t> send(std::string_view name, std::span<const std::byte> bytes) override
    {
        if (const auto found = port(name); !found)
            return fail(found.error());
        receive({reinterpret_cast<const char*>(bytes.data()), bytes.size()}); // a loopback
        return bytes.size();
    }
    std::uint64_t revision(std::string_view) override { return m_revision; }
    void receive(std::string_view bytes)
    {
        m_bytes += bytes;
        m_port.received += bytes.size();
        m_port.sender = bus::UartFormat{.baudRate = 9600};
        ++m_revision;
        m_wake();
    }
    static constexpr std::uint64_t kMissed = 5; ///< bytes that have left the history

private:
    Wake m_wake;
    c::SerialPort m_port{.name = "TERM1",
                         .format = bus::UartFormat{.parity = bus::UartParity::Even},
                         .sender = {},
                         .received = kMissed};
    std::string m_bytes;
    std::uint64_t m_revision = 1;
};

class FakeNetwork final : public control::NetworkTarget
{
public:
    c::NetworkStatus status() override
    {
        return {.isReady = true,
                .whyNoNames = "no name server answers",
                .interfaces = {{.name = "wlan0",
                                .isEnabled = true,
                                .isUp = true,
                                .isConnected = true,
                                .hasAddress = true,
                                .hasInternet = false,
                                .hardwareAddress = "02:50:45:52:49:01",
                                .address = "192.168.1.100",
                                .nameServers = {"192.168.1.1"}}},
                .wifi =
                    c::WifiStatus{
                        .ssid = "home", .security = "wpa2-psk", .frequencyMhz = 5180, .rssi = -60},
                .isClockSet = true,
                .clock = 1'735'689'600'000'000'000,
                .rtc = 1'735'689'600,
                .lastSync = c::TimeSync{.server = "time.example", .at = 1},
                .names = {{.name = "hub.example", .target = "127.0.0.1:8443"}}};
    }
};

class FakeTarget final : public control::ControlTarget
{
public:
    FakeDevice& device() override { return m_device; }
    FakeTime& time() override { return m_time; }
    FakeParts& parts() override { return m_parts; }
    FakePins& pins() override { return m_pins; }
    FakeApps& apps() override { return m_apps; }
    FakeFaults& faults() override { return m_faults; }
    FakeUpdates& updates() override { return m_updates; }
    FakeIdentity& identity() override { return m_identity; }
    FakeCores& cores() override { return m_cores; }
    FakeBoard& board() override { return m_board; }
    FakeSignals& signals() override { return m_signals; }
    FakeTimeline& timeline() override { return m_timeline; }
    FakeSerial& serial() override { return m_serial; }
    FakeNetwork& network() override { return m_network; }
    void setWake(Wake wake) override { m_wake = std::move(wake); }

private:
    [[nodiscard]] Wake waker()
    {
        return [this] {
            if (m_wake)
                m_wake();
        };
    }
    Wake m_wake;
    FakeDevice m_device;
    FakeTime m_time{waker()};
    FakeParts m_parts{m_time, waker()};
    FakePins m_pins;
    FakeApps m_apps{m_time, waker()};
    FakeFaults m_faults;
    FakeUpdates m_updates;
    FakeIdentity m_identity;
    FakeCores m_cores;
    FakeBoard m_board;
    FakeSignals m_signals;
    FakeTimeline m_timeline;
    FakeSerial m_serial{waker()};
    FakeNetwork m_network;
};

} // namespace perisphere::test
