// Traditional and simplified in turn, for the characters that technical texts use. Characters that stand for several
// simplified ones in ordinary writing (乾, 後, 發) take the one that technology means.
const pairs =
  '鋰锂離离電电極极發发開开環环鐵铁鋼钢鋁铝銅铜鉛铅鋅锌鎂镁鈦钛鎳镍鈷钴錳锰鉻铬鉬钼鎢钨釩钒銀银鉑铂錫锡鍺锗銦铟鎵镓鈉钠鉀钾鈣钙鋯锆鉭钽鈮铌氫氢矽硅烴烃鹼碱鹽盐醯酰劑剂膠胶纖纤維维' +
  '織织紡纺絲丝線线纜缆網网絡络繩绳紙纸級级結结構构組组統统經经緯纬續续緣缘縮缩縱纵總总練练緊紧編编綠绿綜综縫缝繞绕機机車车輛辆輪轮軸轴軋轧軌轨軟软較较載载輕轻輸输轉转輔辅輻辐轄辖' +
  '動动勞劳務务勢势勻匀協协單单傳传備备優优億亿價价會会體体僅仅側侧們们個个倉仓偵侦儀仪儲储靜静響响頂顶項项順顺預预領领頻频顆颗題题額额顯显類类風风飛飞飯饭飲饮飼饲養养館馆馬马驅驱' +
  '驗验騷骚驟骤魚鱼鮮鲜鳥鸟鴿鸽鴨鸭雞鸡麥麦麵面黃黄點点齊齐齒齿龍龙應应廠厂廢废廣广庫库廳厅張张彈弹強强當当錄录徑径從从復复後后徵征憑凭戶户據据擇择擊击擬拟擴扩擾扰攜携攝摄撥拨擠挤' +
  '損损換换掃扫掛挂採采搖摇數数斷断時时晝昼暫暂術术樣样標标樓楼樞枢樹树橋桥檢检櫃柜權权歐欧歲岁歷历殘残殺杀毀毁氣气汙污決决況况洩泄測测湯汤滅灭溫温準准溝沟漁渔漢汉滲渗漸渐潔洁潛潜' +
  '潤润澀涩濃浓濕湿濟济濾滤濺溅瀝沥灑洒灘滩灣湾為为無无煙烟煉炼熱热燈灯燒烧營营爐炉爭争牆墙狀状獨独獲获現现產产畝亩畢毕畫画異异療疗瘋疯癒愈盡尽監监盤盘確确碼码磚砖礦矿礎础禮礼種种' +
  '稱称積积穩稳窯窑競竞筆笔節节範范築筑簡简糧粮紅红純纯紋纹細细終终給给緻致罰罚羅罗義义習习聯联聲声職职聽听腦脑膚肤膽胆臨临臺台與与興兴舊旧舉举艙舱藝艺藥药蘇苏蘋苹蝦虾蟲虫蠟蜡衛卫' +
  '衝冲裝装裡里製制複复規规視视覺觉覽览觀观觸触計计訂订訊讯訓训記记訪访設设許许診诊評评試试詳详該该認认語语誤误說说課课調调請请論论諧谐證证識识譜谱譯译議议護护變变讓让豐丰貝贝負负' +
  '財财貨货質质貯贮費费資资賣卖賴赖購购贏赢趨趋跡迹躍跃農农運运過过達达違违遙遥遠远適适選选遺遗還还邊边郵邮鄉乡醫医釀酿釋释針针釘钉鈍钝鈑钣鉆钻鉚铆鋒锋錐锥錘锤鍋锅鍍镀鍛锻鍵键鎖锁' +
  '鏈链鏡镜鑄铸鑑鉴鑽钻長长門门閃闪閉闭間间閘闸閥阀關关陣阵陰阴陸陆陽阳隊队階阶際际隨随險险隱隐隻只雙双雜杂難难雲云靈灵韌韧韓韩頁页顏颜顧顾駕驾髒脏鬆松鬧闹魯鲁業业來来對对這这壓压' +
  '塊块塗涂層层嚴严園园圖图團团實实審审導导專专將将島岛帶带幹干壽寿處处號号蓋盖萬万葉叶薦荐餘余鹵卤麼么乾干亞亚偽伪剛刚創创劃划勵励區区參参員员圍围場场執执報报壞坏學学寬宽尋寻屬属' +
  '漿浆濁浊燭烛獎奖瑩莹皺皱碩硕綫线緩缓繪绘繼继纏缠脫脱腫肿臟脏謀谋豬猪賓宾贈赠軍军鄰邻釣钓銷销錯错鋪铺閱阅飽饱騰腾鬥斗';

let simplified: Map<string, string> | undefined;

function table(): Map<string, string> {
  if (simplified) return simplified;
  simplified = new Map();
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    simplified.set(pairs[i]!, pairs[i + 1]!);
  }
  return simplified;
}

const han = /[\u4e00-\u9fff]/g;
const telling = /[電機動開無為與應發業氣長關設計檢測產質車體經線統結構過這個們說時會來對]/;

/** Traditional characters as simplified ones, where the text has any: the common ones give it away. */
export function simplify(text: string): string {
  if (!telling.test(text)) return text;
  const known = table();
  return text.replace(han, (character) => known.get(character) ?? character);
}
