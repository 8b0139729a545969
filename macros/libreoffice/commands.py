"""The buttons: an address of toolbar, menu or tab is the id of a command, which is pressed on the document in front."""

import soe_calls
import soe_idle
import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from soe_catalog import COMMANDS

SERVICE, PROTOCOL = "org.xladdin.soe.Commands", "org.xladdin.soe:"
_ELSEWHERE = (
    "按钮要用与 LibreOffice 同版本的 Python：函数可以照常使用，校验请在终端运行 xl-addin run 工作簿，或用本机服务的网页"
)


class Commands(unohelper.Base, XDispatchProvider, XDispatch, XServiceInfo, XInitialization):
    """Takes the addresses of our protocol."""

    def __init__(self, context):
        self.context, self.frame = context, None
        soe_calls.start(context)

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def addStatusListener(self, listener, url):
        pass

    def removeStatusListener(self, listener, url):
        pass

    def dispatch(self, url, arguments):
        frame = self.frame or self._desktop().getCurrentFrame()
        try:
            name = COMMANDS.get(url.Path)
            if name is None or frame is None:
                return
            if not soe_calls.reach.inside:
                soe_idle.say(self.context, frame, soe_calls.reach.trouble or _ELSEWHERE)
                return
            from xl_addin.hosts.libreoffice.commands import press

            press(frame.getController().getModel(), name)
        except Exception as error:
            text = "“%s”没有完成（%s），工作簿请先保存；请运行 xl-addin libreoffice doctor" % (
                url.Path,
                type(error).__name__,
            )
            soe_idle.say(self.context, frame, text)

    def _desktop(self):
        return self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)

    def getImplementationName(self):
        return SERVICE

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (SERVICE, "com.sun.star.frame.ProtocolHandler")


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Commands, SERVICE, (SERVICE, "com.sun.star.frame.ProtocolHandler"))
