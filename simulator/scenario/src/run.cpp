#include "perisphere/scenario/run.hpp"

#include "stage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

namespace perisphere::scenario
{
namespace
{

constexpr std::size_t kMaxLogLines = 10'000;

/// One run: the steps one after the other, by events.
class Run final : public Stage
{
public:
    using Steps = std::vector<std::unique_ptr<const Step>>;

    Run(const Scenario& scenario, const Steps& steps, std::string app,
        runtime::SimulatedDevice& device, const RunOptions& options)
        : m_scenario(scenario)
        , m_steps(steps)
        , m_device(device)
        , m_options(options)
        , m_app(std::move(app))
    {
        m_result.name = scenario.name;
        m_result.where = scenario.where;
    }

    ScenarioResult operator()()
    {
        m_device.onLogLine([this](const control::LogLine& line) { addLine(line); });
        m_device.onFault([this](const Error& fault) {
            end(failure("a machine that goes on", fault.toString()));
        });
        // The first step finds the device as it boots, however fast time passes.
        static_cast<void>(m_device.waits().holdTime());
        m_device.after(std::chrono::milliseconds(0), [this] { begin(); });
        m_device.after(m_options.hostLimit, [this] {
            end(failure("an end of the step", fmt::format("none within {} s of this machine's time",
                                                          m_options.hostLimit.count() / 1000)));
        });
        m_device.run();
        m_result.wasInterrupted = !m_isEnded;
        if (!m_isEnded)
            m_result.failure = failure("all steps", "the run was interrupted");
        m_device.onLogLine({});
        m_device.onFault({});
        m_result.app = m_app;
        m_result.log.assign(m_log.begin(), m_log.end());
        return std::move(m_result);
    }

    // Stage.
    [[nodiscard]] runtime::SimulatedDevice& device() override { return m_device; }
    [[nodiscard]] engine::VirtualTime now() const override { return m_now; }
    [[nodiscard]] const std::string& app() const override { return m_app; }
    [[nodiscard]] Result<std::filesystem::path> package(const std::string& app) const override
    {
        const auto found = m_options.packages.find(app);
        if (found != m_options.packages.end())
            return found->second;
        return perisphere::fail(ErrorCode::NotFound,
                                fmt::format("no app \"{}\" was prepared", app));
    }
    [[nodiscard]] const std::deque<control::LogLine>& log() const override { return m_log; }
    [[nodiscard]] std::uint64_t taken() const override { return m_taken; }
    void take(const control::LogLine& line) override { m_taken = line.sequence; }
    void onLine(std::function<void(const control::LogLine&)> listener) override
    {
        m_listener = std::move(listener);
    }
    void letTimePass() override { m_device.waits().letTimePass(); }

    void succeed() override
    {
        if (m_isEnded || !std::exchange(m_isInStep, false))
            return;
        leaveStep();
        if (!m_isAdvancing)
            advance();
    }

    void fail(std::string expected, std::string seen) override
    {
        if (m_isInStep)
            end(failure(std::move(expected), std::move(seen)));
    }

    void wait(runtime::WaitFor what, std::function<void(const runtime::WaitEnd&)> done) override
    {
        const bool isCut = what.deadline > m_end;
        what.deadline = std::min(what.deadline, m_end);
        const auto begun = m_device.waits().begin(
            std::move(what), [this, isCut, done = std::move(done)](const runtime::WaitEnd& waited) {
                if (!waited.isMet && isCut)
                    fail("the end of the scenario within its timeout",
                         "the step was still waiting");
                else
                    done(waited);
            });
        if (!begun)
            fail("a wait", begun.error().toString());
    }

private:
    void begin()
    {
        if (const auto started = m_device.recording().start(m_scenario.capture); !started) {
            end(failure("a recording", started.error().toString()));
            return;
        }
        if (m_options.hasTimeline)
            if (const auto started = m_device.control().timeline().start(); !started) {
                end(failure("a timeline", started.error().toString()));
                return;
            }
        if (!m_options.package) {
            startSteps();
            return;
        }
        m_device.control().apps().install(
            *m_options.package, {}, [this](const Result<control::AppStatus>& installed) {
                if (m_isEnded)
                    return;
                if (!installed) {
                    end(failure("the app installed", installed.error().toString()));
                    return;
                }
                m_app = installed->componentId;
                startSteps();
            });
    }

    void startSteps()
    {
        m_start = m_device.waits().holdTime();
        m_end = engine::later(m_start, m_scenario.timeout);
        advance();
    }

    /// A loop and no recursion: steps that end at once may be many.
    void advance()
    {
        m_isAdvancing = true;
        while (!m_isEnded && m_step < m_steps.size()) {
            startStep(*m_steps[m_step]);
            if (m_isInStep)
                break;
        }
        m_isAdvancing = false;
        if (!m_isEnded && m_step == m_steps.size())
            end(std::nullopt);
    }

    void startStep(const Step& step)
    {
        m_now = m_device.waits().holdTime();
        m_isInStep = true;
        if (m_options.onStep)
            m_options.onStep(step);
        if (!step.at) {
            step.start(*this);
            return;
        }
        const engine::VirtualTime due = engine::later(m_start, *step.at);
        if (m_now > due) {
            fail(fmt::format("the step at {}", engine::toString(engine::VirtualTime(*step.at))),
                 fmt::format("the steps before it took until {}",
                             engine::toString(engine::VirtualTime(m_now - m_start))));
            return;
        }
        wait({.property = {}, .isMet = {}, .deadline = due},
             [this, &step](const runtime::WaitEnd& waited) {
                 m_now = waited.time;
                 step.start(*this);
             });
    }

    void leaveStep()
    {
        m_listener = {};
        ++m_step;
        ++m_result.stepsDone;
    }

    void addLine(const control::LogLine& line)
    {
        if (m_log.size() == kMaxLogLines)
            m_log.pop_front();
        m_log.push_back(line);
        if (!m_isInStep || !m_listener)
            return;
        const auto listener = m_listener; // it may end the step, and with it itself
        listener(line);
    }

    [[nodiscard]] Failure failure(std::string expected, std::string seen)
    {
        Failure result{.where = m_scenario.where,
                       .step = {},
                       .expected = std::move(expected),
                       .seen = std::move(seen),
                       .log = {},
                       .edges = {}};
        if (m_isInStep) {
            result.where = m_steps[m_step]->where;
            result.step = m_steps[m_step]->text();
        }
        const std::size_t shown = std::min(m_log.size(), RunOptions::kLogLinesShown);
        result.log.assign(m_log.end() - static_cast<std::ptrdiff_t>(shown), m_log.end());
        return result;
    }

    void end(std::optional<Failure> failure)
    {
        if (std::exchange(m_isEnded, true))
            return;
        m_isInStep = false;
        m_listener = {};
        m_result.duration = m_device.waits().holdTime() - m_start;
        m_result.trace = m_device.recording().trace();
        if (auto kept = keepTimeline(); !kept && !failure)
            failure = this->failure("a timeline", kept.error().toString());
        if (failure)
            failure->edges = lastEdges(m_result.trace, RunOptions::kEdgesShown);
        m_result.failure = std::move(failure);
        m_device.waits().cancel();
        m_device.shutdown();
    }

    /// While time stands still.
    [[nodiscard]] Result<> keepTimeline()
    {
        if (!m_options.hasTimeline)
            return {};
        control::TimelineTarget& timeline = m_device.control().timeline();
        if (auto stopped = timeline.stop(); !stopped)
            return stopped;
        m_result.timeline = timeline.text();
        return {};
    }

    const Scenario& m_scenario;
    const Steps& m_steps;
    runtime::SimulatedDevice& m_device;
    const RunOptions& m_options;
    std::string m_app;
    ScenarioResult m_result;
    std::deque<control::LogLine> m_log;
    std::uint64_t m_taken = 0;
    std::function<void(const control::LogLine&)> m_listener;
    engine::VirtualTime m_start;
    engine::VirtualTime m_end = engine::kNever;
    engine::VirtualTime m_now;
    std::size_t m_step = 0;
    bool m_isInStep = false;
    bool m_isAdvancing = false;
    bool m_isEnded = false;
};

} // namespace

ScenarioResult runScenario(const Scenario& scenario, runtime::SimulatedDevice& device,
                           const RunOptions& options)
{
    return Run(scenario, scenario.steps, {}, device, options)();
}

ScenarioResult runRecovery(const Scenario& scenario, runtime::SimulatedDevice& device,
                           const std::string& app, const RunOptions& options)
{
    return Run(scenario, scenario.recover, app, device, options)();
}

std::string shownLine(const control::LogLine& line)
{
    return fmt::format("[{:12.6f}] {}{}",
                       static_cast<double>(engine::toNanoseconds(line.time)) / 1e9,
                       line.source == control::LogLineSource::Device ? "device: " : "", line.text);
}

std::vector<std::string> lastEdges(const engine::Trace& trace, std::size_t count)
{
    struct Edge {
        engine::VirtualTime time;
        engine::Level level;
        std::string names;
    };
    std::deque<Edge> edges;
    for (auto record = trace.records.rbegin(); record != trace.records.rend(); ++record) {
        const auto* const level = std::get_if<engine::Level>(&record->value);
        if (level == nullptr)
            continue;
        const std::string& name = trace.signals[record->signal].name;
        if (!edges.empty() && edges.front().time == record->time && edges.front().level == *level) {
            edges.front().names = name + ", " + edges.front().names;
            continue;
        }
        if (edges.size() == count)
            break;
        edges.push_front({.time = record->time, .level = *level, .names = name});
    }
    std::vector<std::string> lines;
    lines.reserve(edges.size());
    for (const Edge& edge : edges)
        lines.push_back(fmt::format("[{:12.6f}] {}: {}",
                                    static_cast<double>(engine::toNanoseconds(edge.time)) / 1e9,
                                    edge.names, engine::name(edge.level)));
    return lines;
}

} // namespace perisphere::scenario
