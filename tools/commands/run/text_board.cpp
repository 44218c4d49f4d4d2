#include "commands/run/text_board.hpp"

#include "perisphere/base/ascii.hpp"

#include <algorithm>
#include <utility>

namespace perisphere::tools
{

using namespace std::chrono_literals;

namespace
{

constexpr std::chrono::milliseconds kFrame = 40ms; ///< at least, from one to the next

/// A terminal tells no release. A key that is held repeats after half a second at most, and then
/// faster than this.
constexpr std::chrono::milliseconds kPress = 250ms;

constexpr char kEscape = '\x1b';

bool isUnicode(const Services& services)
{
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const auto value = services.setting(name)) {
            const std::string locale = lowerCase(*value);
            return locale.find("utf-8") != std::string::npos ||
                   locale.find("utf8") != std::string::npos;
        }
    return false;
}

} // namespace

bool TextBoard::isUsable(const Services& services)
{
    return services.outIsTerminal && Terminal::isUsable(services.setting("TERM").value_or(""));
}

Result<std::unique_ptr<TextBoard>> TextBoard::open(const Services& services,
                                                   const boards::Board& board,
                                                   runtime::SimulatedDevice& device,
                                                   std::function<void()> quit)
{
    control::PartsTarget& parts = device.control().parts();
    std::unique_ptr<TextBoard> result(new TextBoard(services, device, std::move(quit)));
    result->m_state = boardState(board, parts.parts());
    auto watch = parts.watch({"*"});
    if (!watch)
        return fail(watch.error());
    result->m_watch = std::move(*watch);
    auto terminal = Terminal::take();
    if (!terminal)
        return fail(terminal.error());
    result->m_terminal = std::move(*terminal);
    auto input = device.onReadable(result->m_terminal->descriptor(),
                                   [board = result.get()] { board->takeInput(); });
    if (!input)
        return fail(input.error());
    result->m_input = std::move(*input);
    const Terminal::Size size = result->m_terminal->size();
    result->m_style.columns = size.columns; // the first frame goes below what is there
    result->m_style.rows = size.rows;
    result->frame();
    return result;
}

TextBoard::TextBoard(const Services& services, runtime::SimulatedDevice& device,
                     std::function<void()> quit)
    : m_device(device)
    , m_quit(std::move(quit))
    , m_frame(device, kFrame, [this] { frame(); })
{
    m_style.isColoured = !services.setting("NO_COLOR");
    m_style.isUnicode = isUnicode(services);
}

TextBoard::~TextBoard()
{
    *m_isAlive = false;
    if (m_terminal)
        m_terminal->write(m_screen.finish());
}

void TextBoard::print(std::string_view line)
{
    m_screen.print(withoutControls(line));
    m_frame.request();
}

void TextBoard::takeInput()
{
    takeKeys(m_terminal->read());
    if (m_terminal->isGone()) {
        m_input.reset(); // it would be told for ever
        quit();
    }
    m_frame.request();
}

void TextBoard::frame()
{
    takeChanges();
    show();
}

void TextBoard::quit()
{
    if (m_quit)
        std::exchange(m_quit, {})();
}

void TextBoard::takeChanges()
{
    for (control::PropertySample& sample : m_watch->takeChanges()) {
        ViewProperty* const property = m_state.find(sample.path);
        if (property == nullptr)
            continue;
        property->value = std::move(sample.value);
        if (property->description.type != engine::PropertyType::Image)
            continue;
        if (auto pixels = m_device.control().parts().pixels(sample.path))
            for (ViewPart& part : m_state.parts)
                if (part.name == sample.path.part)
                    part.pixels = std::move(pixels->bytes);
    }
    m_state.time = m_device.control().time().status().now;
}

void TextBoard::takeKeys(std::string_view bytes)
{
    while (!bytes.empty()) {
        const char key = bytes.front();
        bytes.remove_prefix(1);
        // An arrow or function key: ESC, [ or O, parameters, and a letter or ~.
        if (key == kEscape && !bytes.empty() && (bytes.front() == '[' || bytes.front() == 'O')) {
            const auto end = std::find_if(bytes.begin() + 1, bytes.end(),
                                          [](char c) { return c >= '@' && c <= '~'; });
            bytes.remove_prefix(
                std::min(bytes.size(), static_cast<std::size_t>(end - bytes.begin()) + 1));
            continue;
        }
        if (m_state.typing)
            typeKey(key);
        else
            takeKey(key);
    }
}

void TextBoard::takeKey(char key)
{
    const KeyAction action = actionOf(m_state, key);
    switch (action.kind) {
    case KeyAction::Kind::None:
        return;
    case KeyAction::Kind::Quit:
        quit();
        return;
    case KeyAction::Kind::Press:
        press(action.path);
        return;
    case KeyAction::Kind::Set:
        m_pressed.erase(action.path.toString());
        set(action.path, action.value);
        return;
    case KeyAction::Kind::Type:
        m_typedInto = action.path;
        m_state.typing = {.part = action.path.part, .text = {}};
        return;
    }
}

void TextBoard::typeKey(char key)
{
    std::string& text = m_state.typing->text;
    if (key == '\n' || key == '\r') {
        const std::string line = text + "\n";
        m_state.typing.reset();
        set(m_typedInto, line);
    } else if (key == kEscape) {
        m_state.typing.reset();
    } else if (key == '\x7f' || key == '\b') {
        // A character of several bytes goes as a whole.
        while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
            text.pop_back();
        if (!text.empty())
            text.pop_back();
    } else if (static_cast<unsigned char>(key) >= 0x20) {
        text += key;
    }
}

void TextBoard::set(const control::PropertyPath& path, const engine::PropertyValue& value)
{
    if (ViewProperty* const property = m_state.find(path))
        property->value = value; // for further keys of this frame; the device has the last word
    if (const auto set = m_device.control().parts().set(path, value); !set)
        print(set.error().toString());
}

void TextBoard::press(const control::PropertyPath& path)
{
    m_pressed[path.toString()] = {path, Clock::now() + kPress}; // longer, if it is pressed already
    set(path, true);
    scheduleRelease();
}

void TextBoard::scheduleRelease()
{
    if (m_pressed.empty() || std::exchange(m_isReleaseScheduled, true))
        return;
    Clock::time_point first = Clock::time_point::max();
    for (const auto& [name, pressed] : m_pressed)
        first = std::min(first, pressed.second);
    const auto wait = std::max(first - Clock::now(), Clock::duration::zero());
    m_device.after(std::chrono::ceil<std::chrono::milliseconds>(wait), [this, isAlive = m_isAlive] {
        if (!*isAlive)
            return;
        m_isReleaseScheduled = false;
        releaseButtons();
        scheduleRelease();
    });
}

void TextBoard::releaseButtons()
{
    const Clock::time_point now = Clock::now();
    for (auto one = m_pressed.begin(); one != m_pressed.end();) {
        if (one->second.second > now) {
            ++one;
            continue;
        }
        const control::PropertyPath path = one->second.first;
        one = m_pressed.erase(one);
        set(path, false);
    }
}

void TextBoard::show()
{
    const Terminal::Size size = m_terminal->size();
    const bool isResized = size != Terminal::Size{m_style.columns, m_style.rows};
    const bool isAnew = m_terminal->wasContinued() || isResized;
    m_style.columns = size.columns;
    m_style.rows = size.rows;
    const auto lines = renderBoard(m_state, m_style);
    const bool isWritten =
        m_terminal->write(isAnew ? m_screen.redraw(lines, size.rows) : m_screen.draw(lines));
    if (!isWritten)
        quit(); // nobody watches any more
}

} // namespace perisphere::tools
