// The project's board file while it is edited. Each change makes another text of the file, which
// the device checks before it counts; what it calls an error is refused, in its words. Undo goes
// back to the text before.
//
// A board that extends another one is edited in its own file. One that stands for itself is not
// touched: the draft is a new file that extends it.
#pragma once

#include "models/board_description.hpp"
#include "perisphere/json/value.hpp"

#include <QObject>
#include <QStringList>
#include <QUndoStack>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace perisphere::studio
{

class DeviceConnection;

struct BoardFinding {
    QString rule;
    QString text; ///< with advice
    bool isError = false;
    bool operator==(const BoardFinding&) const = default;
};

class BoardDraft final : public QObject
{
    Q_OBJECT

public:
    /// The file's text and what the device made of it.
    struct State {
        std::string text;
        BoardDescription board;
        std::vector<BoardFinding> findings;
    };

    explicit BoardDraft(DeviceConnection& connection, QObject* parent = nullptr);

    /// Starts anew, from the board that the device has; a new file would be in `folder`.
    /// @return what is wrong with its file
    std::optional<QString> begin(const BoardDescription& running, const QString& folder);
    [[nodiscard]] bool isBegun() const { return !m_path.isEmpty(); }

    [[nodiscard]] const BoardDescription& board() const { return m_now.board; }
    [[nodiscard]] const std::vector<BoardFinding>& findings() const { return m_now.findings; }
    /// In the file itself, in its order; with its "wires" only.
    [[nodiscard]] const std::vector<BoardWireEnds>& wires() const { return m_wires; }
    [[nodiscard]] bool isOwnPart(const QString& name) const;
    /// Of a part of the file itself, as the file says; empty where it does not.
    [[nodiscard]] json::Value configurationOf(const QString& name) const;
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    [[nodiscard]] const std::string& text() const { return m_now.text; }

    /// Where it is or will be.
    [[nodiscard]] const QString& path() const { return m_path; }
    /// Whether there is no such file yet, so that somebody should be asked for the place.
    [[nodiscard]] bool isNew() const { return m_isNew; }
    /// @return why not: an empty text when it is saved
    QString save(const QString& path);

    // Each is checked first, and then tells by changed() or refused().
    void addPart(const QString& kind, const QPointF& at);
    void movePart(const QString& name, const QPointF& at);
    void rotatePart(const QString& name, double degrees);
    void labelPart(const QString& name, const QString& label);
    void configurePart(const QString& name, const QString& key, const json::Value& value);
    /// Its wires follow.
    void renamePart(const QString& name, const QString& to);
    /// With its wires.
    void removePart(const QString& name);
    void addWire(const QString& from, const QString& to, int ohms = 0);
    void removeWire(const QString& from, const QString& to);

Q_SIGNALS:
    void changed();
    /// In words for people.
    void refused(const QString& what, const QString& why);

private:
    friend class DraftCommand;
    /// From the present text to the next one; nothing when there is nothing to do.
    using Edit = std::function<std::optional<std::string>()>;
    void change(const QString& what, Edit edit);
    void setMember(const QString& what, const QString& part, const char* member,
                   const std::string& value);
    void goOn();
    void take(const QString& what, const std::string& text, const json::Value& answer);
    void show(const State& state);
    void readOwn();
    [[nodiscard]] QString nameFor(const QString& kind) const;

    DeviceConnection& m_connection;
    QUndoStack m_undo;
    QString m_path;
    std::string m_savedText; ///< as the file on the disk is, as far as is known
    bool m_isNew = true;
    State m_now;
    std::vector<BoardWireEnds> m_wires;
    QStringList m_partNames;                   ///< of the file itself, in its order
    std::vector<json::Value> m_configurations; ///< likewise
    struct Waiting {
        QString what;
        Edit edit;
    };
    std::vector<Waiting> m_waiting;
    bool m_isChecking = false;
};

} // namespace perisphere::studio
