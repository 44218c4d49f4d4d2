#include "models/board_draft.hpp"

#include "connection/device_connection.hpp"
#include "connection/text_of.hpp"
#include "models/json_text.hpp"
#include "perisphere/json/document.hpp"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QUndoCommand>

#include <algorithm>
#include <cmath>
#include <utility>

namespace perisphere::studio
{

/// From one text to another.
class DraftCommand final : public QUndoCommand
{
public:
    DraftCommand(BoardDraft& draft, const QString& what, BoardDraft::State after)
        : QUndoCommand(what)
        , m_draft(draft)
        , m_before(draft.m_now)
        , m_after(std::move(after))
    {
    }
    void undo() override { m_draft.show(m_before); }
    void redo() override { m_draft.show(m_after); }

private:
    BoardDraft& m_draft;
    BoardDraft::State m_before;
    BoardDraft::State m_after;
};

namespace
{

QString draftText(const json::Value& value)
{
    return value.is_string() ? textOf(value) : QString();
}

std::string quoted(const QString& text)
{
    return json::Value(text.toStdString()).dump();
}

/// A tenth of a millimetre is as exact as a hand.
std::string number(double value)
{
    const double rounded = std::round(value * 10) / 10;
    return QString::number(rounded, 'g', 6).toStdString();
}

std::string place(const QPointF& at)
{
    return '[' + number(at.x()) + ", " + number(at.y()) + ']';
}

std::string wireText(const QString& from, const QString& to, int ohms)
{
    return '[' + quoted(from) + ", " + quoted(to) + (ohms > 0 ? ", " + std::to_string(ohms) : "") +
           ']';
}

std::optional<std::string> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll().toStdString();
}

BoardFinding findingOf(const json::Value& value)
{
    BoardFinding finding{.rule = draftText(value.at("rule")),
                         .text = draftText(value.at("message")),
                         .isError = value.at("severity") == "error"};
    for (const char* const key : {"expected", "advice"})
        if (const QString more = draftText(value.at(key)); !more.isEmpty())
            finding.text +=
                (key == std::string_view("expected") ? BoardDraft::tr("; expected %1").arg(more)
                                                     : QStringLiteral("; ") + more);
    return finding;
}

} // namespace

BoardDraft::BoardDraft(DeviceConnection& connection, QObject* parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &DeviceConnection::stateChanged, this, [this] { m_waiting.clear(); });
}

std::optional<QString> BoardDraft::begin(const BoardDescription& running, const QString& folder)
{
    m_undo.clear();
    m_waiting.clear();
    m_now = {.text = {}, .board = running, .findings = {}};
    const QFileInfo own(running.files.value(0));
    m_isNew = running.files.size() < 2;
    if (m_isNew) {
        const std::string name = quoted(tr("%1 with my parts").arg(running.name));
        m_now.text = "{\n  \"name\": " + name + ",\n  \"extends\": " + quoted(running.id) + "\n}\n";
        m_path = QDir(folder).absoluteFilePath(QStringLiteral("board.json"));
    } else {
        m_path = own.absoluteFilePath();
        const auto text = contentOf(m_path);
        if (!text)
            return tr("%1 cannot be read").arg(m_path);
        const auto document = json::Document::parse(*text, m_path.toStdString());
        if (!document || !document->root().is_object())
            return tr("%1 is no board file any more").arg(m_path);
        m_now.text = *text;
    }
    m_savedText = m_now.text;
    readOwn();
    Q_EMIT changed();
    return std::nullopt;
}

bool BoardDraft::isOwnPart(const QString& name) const
{
    return m_partNames.contains(name);
}

QString BoardDraft::save(const QString& path)
{
    const auto there = contentOf(path);
    if (there && path == m_path && !m_isNew && *there != m_savedText)
        return tr("%1 has been changed by another program; save under another name, or start over")
            .arg(path);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(m_now.text)) < 0 ||
        !file.commit())
        return tr("%1 cannot be written: %2").arg(path, file.errorString());
    m_path = path;
    m_isNew = false;
    m_savedText = m_now.text;
    m_undo.setClean();
    return {};
}

void BoardDraft::addPart(const QString& kind, const QPointF& at)
{
    change(tr("Add %1").arg(kind), [this, kind, at] {
        JsonText text(m_now.text);
        text.append("parts", "{\"name\": " + quoted(nameFor(kind)) + ", \"type\": " + quoted(kind) +
                                 ", \"at\": " + place(at) + "}");
        return std::optional(text.text());
    });
}

void BoardDraft::setMember(const QString& what, const QString& part, const char* member,
                           const std::string& value)
{
    change(what, [this, part, member, value]() -> std::optional<std::string> {
        const qsizetype index = m_partNames.indexOf(part);
        if (index < 0)
            return std::nullopt;
        JsonText text(m_now.text);
        text.setMember("parts", static_cast<std::size_t>(index), member, value);
        return text.text();
    });
}

void BoardDraft::movePart(const QString& name, const QPointF& at)
{
    setMember(tr("Move %1").arg(name), name, "at", place(at));
}

void BoardDraft::rotatePart(const QString& name, double degrees)
{
    if (const BoardPartPlace* const part = m_now.board.findPart(name); part != nullptr)
        setMember(tr("Turn %1").arg(name), name, "rotation",
                  number(std::remainder(part->placement.rotation + degrees, 360.0)));
}

void BoardDraft::labelPart(const QString& name, const QString& label)
{
    setMember(tr("Label %1").arg(name), name, "label", quoted(label));
}

json::Value BoardDraft::configurationOf(const QString& name) const
{
    const qsizetype index = m_partNames.indexOf(name);
    return index < 0 ? json::Value::object() : m_configurations[static_cast<std::size_t>(index)];
}

void BoardDraft::configurePart(const QString& name, const QString& key, const json::Value& value)
{
    json::Value all = configurationOf(name);
    all[key.toStdString()] = value;
    std::string text;
    for (const auto& [each, its] : all.items())
        text += (text.empty() ? "" : ", ") + json::Value(each).dump() + ": " + its.dump();
    setMember(tr("Set %1 of %2").arg(key, name), name, "configuration", '{' + text + '}');
}

void BoardDraft::renamePart(const QString& name, const QString& to)
{
    change(tr("Call %1 %2").arg(name, to), [this, name, to]() -> std::optional<std::string> {
        const qsizetype index = m_partNames.indexOf(name);
        if (index < 0)
            return std::nullopt;
        JsonText text(m_now.text);
        text.setMember("parts", static_cast<std::size_t>(index), "name", quoted(to));
        const QString prefix = name + '.';
        for (std::size_t i = 0; i < m_wires.size(); ++i) {
            BoardWireEnds wire = m_wires[i];
            for (QString* const end : {&wire.from, &wire.to})
                if (end->startsWith(prefix))
                    end->replace(0, name.size(), to);
            if (!(wire == m_wires[i]))
                text.replace("wires", i, wireText(wire.from, wire.to, wire.ohms));
        }
        return text.text();
    });
}

void BoardDraft::removePart(const QString& name)
{
    change(tr("Remove %1").arg(name), [this, name]() -> std::optional<std::string> {
        const qsizetype index = m_partNames.indexOf(name);
        if (index < 0) {
            Q_EMIT refused(tr("Remove %1").arg(name),
                           tr("it belongs to a board that this file extends"));
            return std::nullopt;
        }
        JsonText text(m_now.text);
        text.remove("parts", static_cast<std::size_t>(index));
        const QString prefix = name + '.';
        for (std::size_t i = m_wires.size(); i-- > 0;)
            if (m_wires[i].from.startsWith(prefix) || m_wires[i].to.startsWith(prefix))
                text.remove("wires", i);
        return text.text();
    });
}

void BoardDraft::addWire(const QString& from, const QString& to, int ohms)
{
    const QString what = tr("Wire %1 to %2").arg(from, to);
    change(what, [this, what, from, to, ohms]() -> std::optional<std::string> {
        for (const BoardWireEnds& wire : m_now.board.wires)
            if ((wire.from == from && wire.to == to) || (wire.from == to && wire.to == from)) {
                Q_EMIT refused(what, tr("they are joined already"));
                return std::nullopt;
            }
        JsonText text(m_now.text);
        text.append("wires", wireText(from, to, ohms));
        return text.text();
    });
}

void BoardDraft::removeWire(const QString& from, const QString& to)
{
    change(tr("Remove the wire from %1 to %2").arg(from, to),
           [this, from, to]() -> std::optional<std::string> {
               const auto found = std::ranges::find_if(m_wires, [&](const BoardWireEnds& wire) {
                   return wire.from == from && wire.to == to;
               });
               if (found == m_wires.end())
                   return std::nullopt;
               JsonText text(m_now.text);
               text.remove("wires", static_cast<std::size_t>(found - m_wires.begin()));
               return text.text();
           });
}

void BoardDraft::change(const QString& what, Edit edit)
{
    if (!isBegun())
        return;
    m_waiting.push_back({what, std::move(edit)});
    goOn();
}

/// One at a time: an edit is of the text that the one before it has left.
void BoardDraft::goOn()
{
    while (!m_isChecking && !m_waiting.empty()) {
        const Waiting next = std::move(m_waiting.front());
        m_waiting.erase(m_waiting.begin());
        const std::optional<std::string> text = next.edit();
        if (!text)
            continue;
        m_isChecking = true;
        m_connection.call(
            "board.check", {{"path", m_path.toStdString()}, {"text", *text}}, this,
            [this, what = next.what, text = *text](const Result<json::Value>& answer) {
                m_isChecking = false;
                if (answer)
                    take(what, text, *answer);
                else
                    Q_EMIT refused(what, QString::fromStdString(answer.error().toString()));
                goOn();
            });
    }
}

void BoardDraft::take(const QString& what, const std::string& text, const json::Value& answer)
{
    State after{.text = text, .board = {}, .findings = {}};
    QStringList errors;
    try {
        for (const json::Value& one : answer.at("findings")) {
            after.findings.push_back(findingOf(one));
            // An error that was there before is no reason to refuse what may mend it.
            const BoardFinding& finding = after.findings.back();
            if (finding.isError &&
                std::ranges::find(m_now.findings, finding) == m_now.findings.end())
                errors.append(finding.text);
        }
    } catch (const json::Value::exception&) {
        errors.append(tr("the device's answer is none of board.check"));
    }
    if (!errors.isEmpty()) {
        Q_EMIT refused(what, errors.join('\n'));
        return;
    }
    const auto board = BoardDescription::parse(answer.value("board", json::Value::object()));
    if (!board) {
        Q_EMIT refused(what, QString::fromStdString(board.error().toString()));
        return;
    }
    after.board = *board;
    m_undo.push(new DraftCommand(*this, what, std::move(after)));
}

void BoardDraft::show(const State& state)
{
    m_now = state;
    readOwn();
    Q_EMIT changed();
}

void BoardDraft::readOwn()
{
    m_wires.clear();
    m_partNames.clear();
    m_configurations.clear();
    const auto document = json::Document::parse(m_now.text, m_path.toStdString());
    if (!document || !document->root().is_object())
        return;
    const json::Value& root = document->root();
    for (const json::Value& part : root.value("parts", json::Value::array())) {
        m_partNames.append(draftText(part.value("name", json::Value())));
        m_configurations.push_back(part.value("configuration", json::Value::object()));
    }
    for (const json::Value& wire : root.value("wires", json::Value::array()))
        if (wire.is_array() && wire.size() >= 2)
            m_wires.push_back(
                {.from = draftText(wire[0]),
                 .to = draftText(wire[1]),
                 .ohms = wire.size() > 2 && wire[2].is_number() ? wire[2].get<int>() : 0,
                 .file = m_path});
}

/// "led" gives LED1, LED2 and so on, "ssd1306" SSD1306_1.
QString BoardDraft::nameFor(const QString& kind) const
{
    QString stem = kind.toUpper().replace('-', '_').left(24);
    if (stem.back().isDigit())
        stem += '_';
    for (int number = 1;; ++number)
        if (const QString name = stem + QString::number(number); !m_now.board.hasName(name))
            return name;
}

} // namespace perisphere::studio
