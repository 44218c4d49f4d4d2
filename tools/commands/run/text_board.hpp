// The board of a run on the terminal: follows the parts' properties, moves parts by keys, lets the
// log scroll by above. Draws when something has changed, and does nothing while nothing does: the
// time in its title is that of the last change.
#pragma once

#include "command/services.hpp"
#include "commands/run/paced_action.hpp"
#include "perisphere/base/result.hpp"
#include "perisphere/runtime/simulated_device.hpp"
#include "support/board_view.hpp"
#include "support/live_screen.hpp"
#include "support/terminal.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace perisphere::tools
{

class TextBoard
{
public:
    /// Whether there is a terminal to show it on.
    [[nodiscard]] static bool isUsable(const Services& services);

    /// Takes the terminal. `quit` is called once, from the device's loop. The device outlives the
    /// board.
    [[nodiscard]] static Result<std::unique_ptr<TextBoard>> open(const Services& services,
                                                                 const boards::Board& board,
                                                                 runtime::SimulatedDevice& device,
                                                                 std::function<void()> quit);
    TextBoard(const TextBoard&) = delete;
    TextBoard& operator=(const TextBoard&) = delete;

    /// Gives the terminal back, with the log on it and no board.
    ~TextBoard();

    /// Something on the device has changed.
    void changed() { m_frame.request(); }

    /// A line of the log.
    void print(std::string_view line);

private:
    using Clock = std::chrono::steady_clock;

    TextBoard(const Services& services, runtime::SimulatedDevice& device,
              std::function<void()> quit);
    void takeInput();
    void frame();
    void quit();
    void takeChanges();
    void takeKeys(std::string_view bytes);
    void takeKey(char key);
    void typeKey(char key);
    void set(const control::PropertyPath& path, const engine::PropertyValue& value);
    void press(const control::PropertyPath& path);
    void scheduleRelease();
    void releaseButtons();
    void show();

    runtime::SimulatedDevice& m_device;
    std::function<void()> m_quit;
    ViewStyle m_style;
    BoardState m_state;
    control::PropertyPath m_typedInto;
    std::unique_ptr<control::PropertyWatch> m_watch;
    std::map<std::string, std::pair<control::PropertyPath, Clock::time_point>> m_pressed;
    bool m_isReleaseScheduled = false;
    LiveScreen m_screen;
    PacedAction m_frame;
    std::unique_ptr<Terminal> m_terminal;
    std::unique_ptr<device::LoopPoll> m_input;                      ///< goes before the terminal
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true); ///< for releases on their way
};

} // namespace perisphere::tools
