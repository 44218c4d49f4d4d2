#include <applibs/networking_curl.hpp>

#include <catch2/catch.hpp>

#include <cstdarg>
#include <map>
#include <string>

// Stand-ins for libcurl and for the proxy configuration of the library: which options are set to
// what.
struct Networking_ProxyConfig {
    int getError = 0;
    Networking_ProxyOptions options = Networking_ProxyOptions_Enabled;
    Networking_ProxyAuthType authType = Networking_ProxyAuthType_Anonymous;
};

namespace
{

Networking_ProxyConfig proxy;
int made = 0;
int destroyed = 0;
std::map<int, std::string> set;

int handle; // only its address is used

void reset(const Networking_ProxyConfig& config)
{
    proxy = config;
    made = destroyed = 0;
    set.clear();
}

} // namespace

#undef curl_easy_setopt

extern "C" {

CURLcode curl_easy_setopt(CURL*, CURLoption option, ...)
{
    va_list arguments;
    va_start(arguments, option);
    if (option < CURLOPTTYPE_OBJECTPOINT) {
        set[option] = std::to_string(va_arg(arguments, long));
    } else {
        const char* text = va_arg(arguments, const char*);
        set[option] = text == nullptr ? "none" : text;
    }
    va_end(arguments);
    return CURLE_OK;
}
Networking_ProxyConfig* Networking_Proxy_Create()
{
    ++made;
    return &proxy;
}
void Networking_Proxy_Destroy(Networking_ProxyConfig*)
{
    ++destroyed;
    errno = EIO; // what it leaves behind has to be of no matter
}
int Networking_Proxy_Get(Networking_ProxyConfig* config)
{
    errno = config->getError;
    return config->getError == 0 ? 0 : -1;
}
int Networking_Proxy_GetProxyOptions(const Networking_ProxyConfig* config,
                                     Networking_ProxyOptions* options)
{
    *options = config->options;
    return 0;
}
const char* Networking_Proxy_GetProxyAddress(const Networking_ProxyConfig*)
{
    return "proxy.example";
}
int Networking_Proxy_GetProxyPort(const Networking_ProxyConfig*, uint16_t* port)
{
    *port = 3128;
    return 0;
}
Networking_ProxyType Networking_Proxy_GetProxyType(const Networking_ProxyConfig*)
{
    return Networking_ProxyType_HTTP;
}
Networking_ProxyAuthType Networking_Proxy_GetAuthType(const Networking_ProxyConfig* config)
{
    return config->authType;
}
const char* Networking_Proxy_GetProxyUsername(const Networking_ProxyConfig*)
{
    return "user";
}
const char* Networking_Proxy_GetProxyPassword(const Networking_ProxyConfig*)
{
    return "secret";
}
const char* Networking_Proxy_GetNoProxyAddresses(const Networking_ProxyConfig*)
{
    return "localhost";
}
}

using applibs::networking::setDefaultProxy;

TEST_CASE("libcurl is told of the proxy, all of it")
{
    reset({.authType = Networking_ProxyAuthType_Basic});
    REQUIRE(setDefaultProxy(&handle));
    CHECK(set == std::map<int, std::string>{{CURLOPT_PROXYTYPE, std::to_string(CURLPROXY_HTTP)},
                                            {CURLOPT_PROXY, "proxy.example"},
                                            {CURLOPT_PROXYPORT, "3128"},
                                            {CURLOPT_NOPROXY, "localhost"},
                                            {CURLOPT_PROXYAUTH, std::to_string(CURLAUTH_BASIC)},
                                            {CURLOPT_PROXYUSERNAME, "user"},
                                            {CURLOPT_PROXYPASSWORD, "secret"}});
    CHECK(made == 1);
    CHECK(destroyed == 1);
}

TEST_CASE("libcurl is told of no user where the proxy asks for none")
{
    reset({});
    REQUIRE(setDefaultProxy(&handle));
    CHECK(set.at(CURLOPT_PROXYAUTH) == std::to_string(CURLAUTH_NONE));
    CHECK(set.count(CURLOPT_PROXYUSERNAME) == 0);
}

TEST_CASE("libcurl uses no proxy where there is none or it is switched off")
{
    const std::map<int, std::string> none{{CURLOPT_PROXY, "none"}};
    reset({.getError = ENOENT});
    REQUIRE(setDefaultProxy(&handle));
    CHECK(set == none);
    reset({.options = Networking_ProxyOptions_None});
    REQUIRE(setDefaultProxy(&handle));
    CHECK(set == none);
}

TEST_CASE("a proxy that cannot be read leaves libcurl alone and says why")
{
    reset({.getError = EACCES});
    CHECK(setDefaultProxy(&handle).error().code == EACCES);
    CHECK(set.empty());
    CHECK(destroyed == 1);
    CHECK(setDefaultProxy(nullptr).error().code == EFAULT);
    CHECK(made == 1);
}
