// Certificates, device authentication and update events through the C++ layer.

#include "check.hpp"
#include "pem.h"

#include <applibs/certstore.hpp>
#include <applibs/deviceauth.hpp>
#include <applibs/sysevent.hpp>

#include <cerrno>
#include <string_view>
#include <vector>

namespace certstore = applibs::certstore;
namespace eventloop = applibs::eventloop;
namespace sysevent = applibs::sysevent;

namespace
{

void certStoreCase()
{
    CHECK(certstore::installRootCaCertificate("root", PEM_ROOT_CERTIFICATE));
    CHECK(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_EC_KEY));
    CHECK(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_EC_KEY_ENCRYPTED,
                                              "secret"));
    CHECK_ERROR(certstore::installClientCertificate("client", PEM_EC_CERTIFICATE, PEM_OTHER_EC_KEY),
                EINVAL);
    CHECK_ERROR(certstore::installRootCaCertificate("a b", PEM_ROOT_CERTIFICATE), EINVAL);
    CHECK(certstore::certificateCount().valueOr(0) == 2);
    CHECK(!certstore::certificateIdentifierAt(1).valueOr("").empty());
    CHECK_ERROR(certstore::certificateIdentifierAt(2), ERANGE);
    CHECK(certstore::availableSpace().valueOr(0) < 24'576);
    CHECK(certstore::subjectName("client").valueOr("") == "/C=CH/O=Example/CN=client");
    CHECK(certstore::issuerName("root").valueOr("") == "/CN=root/O=Example");
    const auto notBefore = certstore::notBefore("root");
    CHECK(notBefore && notBefore->tm_year == 120 && notBefore->tm_sec == 56);
    const auto notAfter = certstore::notAfter("root");
    CHECK(notAfter && notAfter->tm_year == 199);
    CHECK_ERROR(certstore::subjectName("none"), ENOENT);
    CHECK_ERROR(certstore::issuerName("none"), ENOENT);
    CHECK_ERROR(certstore::notBefore("none"), ENOENT);
    CHECK_ERROR(certstore::notAfter("none"), ENOENT);
    CHECK(certstore::moveCertificate("client", "root"));
    CHECK_ERROR(certstore::moveCertificate("client", "root"), ENOENT);
    CHECK(certstore::deleteCertificate("root"));
    CHECK_ERROR(certstore::deleteCertificate("root"), ENOENT);
}

void sysEventCase()
{
    using namespace std::chrono_literals;
    using sysevent::Events;
    using sysevent::Status;
    auto loop = eventloop::Loop::create();
    CHECK(loop);
    std::vector<Status> seen;
    auto registration = sysevent::Registration::create(
        *loop, Events::UpdateReadyForInstall,
        [&](Events event, Status status, const sysevent::Info& info) {
            CHECK(event == Events::UpdateReadyForInstall);
            const auto data = info.updateData();
            CHECK(data && data->updateType == sysevent::UpdateType::System);
            seen.push_back(status);
            if (seen.size() == 1) {
                CHECK(status == Status::Pending && data->maxDeferralTime == 1440min);
                CHECK(sysevent::deferEvent(event, 2min));
            }
            if (status == Status::Deferred)
                CHECK(sysevent::resumeEvent(event));
            if (status == Status::Final)
                CHECK(loop->stop());
        });
    CHECK(registration);
    CHECK_ERROR(sysevent::Registration::create(*loop, Events::All,
                                               [](Events, Status, const sysevent::Info&) {}),
                EINVAL);
    CHECK(loop->run(10s));
    CHECK((seen == std::vector{Status::Pending, Status::Deferred, Status::Pending, Status::Final}));
    CHECK_ERROR(sysevent::deferEvent(Events::UpdateReadyForInstall, 1min), EINVAL);
    CHECK_ERROR(sysevent::resumeEvent(Events::UpdateReadyForInstall), EINVAL);
}

void deviceAuthCase()
{
    const std::string_view path = applibs::deviceauth::certificatePath();
    CHECK(path.starts_with('/'));
    CHECK(path.data() == applibs::deviceauth::certificatePath());
}

} // namespace

extern "C" const struct conformance_case cpp_security_cases[] = {
    {"c++: certstore", certStoreCase},
    {"c++: sysevent", sysEventCase},
    {"c++: deviceauth", deviceAuthCase},
    {nullptr, nullptr},
};
