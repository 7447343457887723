"""The identifiers of the catalogue of duties that are neither a rule nor a gate, and where each is kept instead.

One line each, by group, so that several people can add to it; a test holds that every one of the
119 identifiers is a rule, a gate or listed here, and never two of them.
"""

ELSEWHERE: dict[str, str] = {
    # CAT, DRF, PUB
    "CAT-10": "同一年度事项不重复：导入年度目录时，序号或者名称重复的整份退回（storage/catalog_import）；"
    "编号终身不变、不重用，同一编号再次列入由FIL-03拒绝；年中新增和更正的，登记时比对名称（storage/filing）",
    "CAT-14": "列入目录的事项须走完全部程序：由各阶段的次序（PUB-01、EXP-01、RSK-01、LEG-01、DEC-16）"
    "共同保证，不设单独的规则",
    "PUB-22": "公开前遮蔽个人信息：公开的数据类型没有可以存放反馈人和联系方式的栏目（catalog/public），"
    "生成的页面另行扫描（checks/privacy）",
    # EXP, RSK, LEG
    # DEC
    "DEC-07": "会议记录和不同意见登记后不可更改：由台账保证（storage：触发器拒绝修改和删除，"
    "每条记录带前一条的校验值），更正是新的记录",
    # DIS
    "DIS-06": "不断链：链接是否可用随时间变化，属于对已发布网站的检查，不在登记材料时判断",
    "DIS-18": "平台具备检索、查阅、下载功能：是网站的验收条件，不取决于任何一份材料",
    # EXE
    "EXE-10": "各环节材料及时完整归档：juece archive 按环节清点（office/archive），公布以前的环节没有办结、"
    "材料文件缺失或者台账不完整的不能成卷；归档的时间由人掌握，系统不催",
    "EXE-11": "电子档案的形成者、活动、时间、校验值和过程记录：由台账逐条自动记载（storage），"
    "随 juece archive 一并导出，附SHA-256和SM3校验值，不用本系统也能核对",
}
"""Why and where, in Chinese, by identifier."""
