#include "data/known_names.h"

namespace ncf {

namespace {

// One name a line would hide them all.
// clang-format off

const KnownNames kUserNames = {
    {
        "user", "userid", "userindex", "username", "uid", "usr", "usrid", "useruri", "userkey",
        "usernumber", "userno", "customer", "customerid", "customerno", "customername", "custid",
        "cust", "client", "clientid", "reviewer", "reviewerid", "reviewername", "reviewerusername",
        "member", "memberid", "person", "personid", "people", "account", "accountid", "visitor",
        "visitorid", "msno", "steamid", "profilename", "reviewprofilename", "reviewuserid",
        "listener", "listenerid", "player", "playerid", "reader", "readerid", "viewer", "viewerid",
        "buyer", "buyerid", "author", "authorid", "student", "studentid", "patient", "patientid",
        "traveler", "userloginname", "userlogin", "login", "who", "nutzer", "nutzerid",
        "nutzername", "benutzer", "benutzerid", "kunde", "kundeid", "kundennr", "kundennummer",
        "kundenid", "kundin", "kndnr", "leser", "utilisateur", "utilisateurid", "idutilisateur",
        "idclient", "numclient", "clientnum", "usager", "usuario", "usuarioid", "idusuario",
        "cliente", "clienteid", "idcliente", "iduser", "用户", "用户id", "用户编号", "用户名", "顾客", "客户",
        "客户id", "会员", "会员id"
    },
    {
        "session", "sessionid", "u", "from", "fromnodeid", "source", "sourceid", "device",
        "deviceid", "household", "householdid", "householdkey", "hhid", "cookie", "cookieid",
        "fullvisitorid", "anonid", "email", "name", "nom", "nombre", "cid", "useridx", "idx"
    }};

const KnownNames kItemNames = {
    {
        "item", "itemid", "itemindex", "itemname", "iid", "movie", "movieid", "movielensid",
        "film", "filmid", "product", "productid", "productno", "productcode", "productproductid",
        "prodid", "asin", "parentasin", "isbn", "isbn13", "book", "bookid", "artist", "artistid",
        "artistmbid", "artmbid", "track", "trackid", "song", "songid", "album", "albumid", "game",
        "gameid", "appid", "article", "articleid", "business", "businessid", "venue", "venueid",
        "place", "placeid", "locationid", "poi", "poiid", "stockcode", "sku", "skuid", "skucode",
        "upc", "ean", "gtin", "recipe", "recipeid", "anime", "animeid", "beer", "beerid", "wine",
        "wineid", "restaurant", "restaurantid", "hotel", "hotelid", "course", "courseid", "video",
        "videoid", "joke", "jokeid", "news", "newsid", "show", "showid", "podcast", "podcastid",
        "gmapid", "workid", "contentid", "goodsid", "offerid", "itemsku", "what", "artikel",
        "artikelid", "artikelnr", "artikelnummer", "produkt", "produktid", "produktnr", "buch",
        "buchid", "filmtitel", "produit", "produitid", "idproduit", "articleref", "livre",
        "livreid", "idlivre", "oeuvre", "idfilm", "producto", "productoid", "idproducto",
        "articulo", "artículo", "idarticulo", "pelicula", "película", "idpelicula", "libro",
        "idlibro", "cancion", "canción", "iditem", "idmovie", "商品", "商品id", "商品编号", "物品", "物品id",
        "电影", "电影id", "影片", "影片id", "图书", "歌曲", "产品", "产品id"
    },
    {
        "code", "codeid", "to", "tonodeid", "target", "targetid", "title", "titleid", "i",
        "object", "objectid", "location", "content", "url", "link", "tag", "tagid", "category",
        "gamename", "artistname", "trackname", "songname", "booktitle", "movietitle",
        "producttitle", "productname", "department", "merchant", "merchantid", "store", "storeid",
        "titel", "titre", "titulo", "título", "标题"
    }};

const KnownNames kRatingNames = {
    {
        "rating", "ratings", "score", "stars", "star", "starrating", "overall", "rate", "grade",
        "bookrating", "userrating", "userscore", "reviewscore", "reviewrating", "reviewoverall",
        "ratingvalue", "movierating", "myscore", "myrating", "preference", "like", "liked",
        "likes", "islike", "isliked", "thumbs", "plays", "playcount", "listens", "listencount",
        "playtime", "hours", "hoursplayed", "playtimeforever", "quantity", "qty", "purchases",
        "clicks", "clicked", "click", "views", "feedback", "interaction", "interactions",
        "bewertung", "bewertungen", "punkte", "sterne", "wertung", "note", "notes", "evaluation",
        "évaluation", "étoiles", "etoiles", "puntuacion", "puntuación", "calificacion",
        "calificación", "valoracion", "valoración", "estrellas", "评分", "打分", "得分", "星级", "menge",
        "anzahl", "quantité", "quantite", "cantidad", "数量", "播放次数"
    },
    {
        "weight", "value", "count", "amount", "amt", "amttrx", "label", "response", "outcome", "r",
        "strength", "times", "duration", "recommended", "isrecommended", "voted", "vote", "votes",
        "target", "y", "confidence", "watchratio", "hoursontrecord", "hoursonrecord", "wert",
        "valeur", "valor", "completion", "progress", "events", "frequency", "freq", "num", "total"
    }};

const KnownNames kTimeNames = {
    {
        "timestamp", "time", "ts", "datetime", "date", "unixtime", "unixtimestamp",
        "unixreviewtime", "reviewtime", "reviewdate", "reviewts", "ratedat", "ratingtime",
        "ratingdate", "ratingtimestamp", "createdat", "created", "creationdate", "creationtime",
        "createtime", "createdate", "updatedat", "eventtime", "eventtimestamp", "eventdate",
        "tdat", "invoicedate", "orderdate", "ordertime", "orderedat", "purchasedate",
        "purchasetime", "transactiondate", "transactiontime", "visittime", "visitdate",
        "checkintime", "localtime", "utctime", "timems", "timestampms", "times", "submissiondate",
        "submissiontime", "dateadded", "dateread", "postedat", "publishedat", "when", "dt", "day",
        "clicktime", "watchedat", "watchdate", "playedat", "playtimestamp", "listenedat",
        "lastplayed", "zeit", "zeitpunkt", "zeitstempel", "datum", "uhrzeit", "bestelldatum",
        "kaufdatum", "bewertungsdatum", "horodatage", "heure", "datecommande", "dateachat", "jour",
        "fecha", "hora", "fechahora", "fechacompra", "marcadetiempo", "时间", "时间戳", "日期", "评分时间",
        "创建时间"
    },
    {
        "day", "position", "order", "sequence", "seq", "step", "rank", "pos", "orderno", "sequenceid",
        "year", "month", "week", "weekno", "jahr", "année", "annee", "año", "年", "年份", "t"
    }};

const std::initializer_list<std::string_view> kUsualNames = {
    "review", "reviewtext", "text", "comment", "comments", "summary", "helpful", "helpfulvote",
    "useful", "funny", "cool", "verified", "verifiedpurchase", "country", "city", "state", "age",
    "gender", "sex", "price", "unitprice", "salesprice", "genre", "genres", "description", "brand",
    "event", "eventtype", "behavior", "behaviortype", "type", "latitude", "longitude", "lat",
    "lon", "lng", "categories", "tags", "image", "images", "channel", "saleschannelid", "language",
    "platform", "zip", "zipcode", "occupation", "publisher", "id", "kommentar", "preis", "land",
    "commentaire", "prix", "comentario", "precio"};

const std::initializer_list<std::string_view> kRowNames = {
    "", "index", "row", "rowid", "rownumber", "rownum", "rowno", "unnamed", "unnamed0", "x", "x1",
    "v1", "no", "nr", "number", "id", "key", "recordid", "recid", "lfdnr", "reviewid", "ratingid",
    "orderid", "orderno", "ordernumber", "invoice", "invoiceno", "invoiceid", "invoicenumber",
    "transaction", "transactionid", "transactionno", "txid", "trxid", "basketid", "receiptid",
    "receiptno", "eventid", "logid", "interactionid", "impressionid", "clickid", "requestid",
    "commentid", "tweetid", "postid", "checkinid", "bestellnr", "bestellnummer", "rechnungsnr",
    "rechnungsnummer", "numcommande", "idcommande", "idpedido", "pedido", "序号", "编号", "订单", "订单id",
    "订单号"};

const KnownNames kTitleItemNames = {
    {
        "id"
    },
    {
        "itemno", "nr", "key", "code", "index", "编号"
    }};

const KnownNames kTitleNames = {
    {
        "title", "name", "itemname", "itemtitle", "movietitle", "filmtitle", "movie", "film",
        "booktitle", "originaltitle", "productname", "producttitle", "prodname", "artistname",
        "trackname", "songname", "gamename", "gametitle", "titel", "filmtitel", "buchtitel",
        "produktname", "titre", "nom", "titulo", "título", "nombre", "标题", "名称", "片名", "书名"
    },
    {
        "description", "label", "headline", "fulltitle", "businessname", "beername", "appname",
        "bezeichnung", "item", "artist", "track", "song", "book", "game", "product"
    }};

const KnownNames kYearNames = {
    {
        "year", "releaseyear", "yearofrelease", "yearofpublication", "publicationyear",
        "originalpublicationyear", "startyear", "jahr", "erscheinungsjahr", "année", "annee",
        "año", "年份", "年"
    },
    {
        "published", "released", "releasedate", "publicationdate", "date", "firstpublished"
    }};

const KnownNames kGenreNames = {
    {
        "genres", "genre", "categories", "category", "kategorie", "kategorien", "catégorie",
        "categorie", "categoría", "categoria", "género", "genero", "类型", "类别"
    },
    {
        "tags", "tag", "subjects", "subject", "style", "styles", "department", "classes", "class",
        "type"
    }};

// clang-format on

}  // namespace

const KnownNames& knownNames(ColumnRole role) {
    switch (role) {
        case ColumnRole::User:
            return kUserNames;
        case ColumnRole::Item:
            return kItemNames;
        case ColumnRole::Rating:
            return kRatingNames;
        case ColumnRole::Time:
            break;
    }
    return kTimeNames;
}

const KnownNames& knownTitleNames(TitleRole role) {
    switch (role) {
        case TitleRole::Item:
            return kTitleItemNames;
        case TitleRole::Title:
            return kTitleNames;
        case TitleRole::Year:
            return kYearNames;
        case TitleRole::Genres:
            break;
    }
    return kGenreNames;
}

const std::initializer_list<std::string_view>& usualNames() {
    return kUsualNames;
}

const std::initializer_list<std::string_view>& namesOfRowsAndEvents() {
    return kRowNames;
}

}  // namespace ncf
