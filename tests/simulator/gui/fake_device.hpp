// A device as far as a test says what it answers, at a real socket.
#pragma once

#include "perisphere/json/value.hpp"

#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace perisphere::studio_test
{

inline bool until(const std::function<bool()>& isDone, int milliseconds = 20'000)
{
    return QTest::qWaitFor(isDone, milliseconds);
}

class FakeDevice : public QObject
{
public:
    FakeDevice() { listen(); }

    [[nodiscard]] QString socket() const
    {
        return m_folder.filePath(QStringLiteral("control.sock"));
    }

    void listen()
    {
        m_server = std::make_unique<QLocalServer>();
        QObject::connect(m_server.get(), &QLocalServer::newConnection, this, [this] {
            m_client = m_server->nextPendingConnection();
            QObject::connect(m_client, &QLocalSocket::readyRead, this, [this] { read(); });
        });
        QLocalServer::removeServer(socket());
        m_server->listen(socket());
    }
    /// As one that was killed: nobody listens at its socket, which is left behind.
    void die()
    {
        if (m_client != nullptr)
            m_client->abort();
        m_client = nullptr;
        const QString hidden = socket() + QStringLiteral(".old");
        QFile::rename(socket(), hidden); // so that the server does not remove it
        m_server.reset();
        QFile::rename(hidden, socket());
    }

    /// What is answered: {"result": …} or {"error": …}.
    std::map<std::string, json::Value> answers;
    std::vector<json::Value> calls;

    void send(const QByteArray& line)
    {
        m_client->write(line + '\n');
        m_client->flush();
    }
    void notify(const std::string& method, const json::Value& params)
    {
        send(QByteArray::fromStdString(
            json::Value{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump()));
    }
    [[nodiscard]] bool isConnected() const { return m_client != nullptr; }
    [[nodiscard]] std::size_t countOf(const std::string& method) const
    {
        std::size_t count = 0;
        for (const json::Value& call : calls)
            count += call["method"] == method ? 1U : 0U;
        return count;
    }

private:
    void read()
    {
        while (m_client != nullptr && m_client->canReadLine()) {
            const json::Value call = json::Value::parse(m_client->readLine().toStdString());
            calls.push_back(call);
            const auto found = answers.find(call["method"].get<std::string>());
            json::Value answer = found == answers.end()
                                     ? json::Value{{"result", json::Value::object()}}
                                     : found->second;
            answer["jsonrpc"] = "2.0";
            answer["id"] = call["id"];
            send(QByteArray::fromStdString(answer.dump()));
        }
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QLocalServer> m_server;
    QLocalSocket* m_client = nullptr;
};

} // namespace perisphere::studio_test
